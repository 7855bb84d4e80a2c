using System.Text.Json;
using Chameleon.Engine.Models;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Hub;

namespace Chameleon.Web.Models;

/// <summary>
/// The models that lie on this machine: beside the one that was started with, in the hub's cache, and in folders that the
/// owner named, which are kept, as is the choice among them. Thread-safe.
/// </summary>
/// <param name="file">Where the folders are kept.</param>
/// <param name="first">The folder of the model that was started with.</param>
/// <param name="options">Where the hub's cache is.</param>
internal sealed class ModelShelf(string file, string first, HubOptions options)
{
    private const int MostFolders = 100;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock gate = new();
    private ShelfSettings settings = Read(file);

    /// <summary>Folders that the owner named.</summary>
    public IReadOnlyList<string> Folders
    {
        get
        {
            lock (gate)
            {
                return settings.Folders;
            }
        }
    }

    /// <summary>The model that was chosen last, if it is still there.</summary>
    public ChosenModel? Chosen
    {
        get
        {
            lock (gate)
            {
                return settings.Chosen is { } chosen && ModelFinder.HoldsModels(chosen.Folder) ? chosen : null;
            }
        }
    }

    /// <summary>Remembers a choice.</summary>
    /// <exception cref="IOException">It could not be kept.</exception>
    public void Choose(FoundModel model, LoadChoice way) => Change(settings => settings with { Chosen = new ChosenModel(model.Folder, model.Name, way.Name) });

    /// <summary>Looks at the disk. Takes a moment where there are many.</summary>
    public IReadOnlyList<ShelfModel> Find()
    {
        var found = ModelFinder.Find([first, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(first)) ?? first, .. Folders], options.CacheFolder);
        return [.. found.Select(model => new ShelfModel(model, model.Facts is { } facts ? Choices(facts) : []))];
    }

    /// <summary>Looks into a folder from now on.</summary>
    /// <param name="folder">A full path, or one that begins with ~.</param>
    /// <returns>Whether there is a model in it; if not, nothing has changed.</returns>
    /// <exception cref="IOException">It could not be kept.</exception>
    public bool Add(string folder)
    {
        if (FullPath(folder.Trim()) is not { } path || !ModelFinder.HoldsModels(path))
        {
            return false;
        }

        Change(settings => settings.Folders.Contains(path) ? settings : settings with { Folders = [.. settings.Folders.TakeLast(MostFolders - 1), path] });
        return true;
    }

    /// <summary>Looks into a folder no longer; what lies there stays.</summary>
    /// <exception cref="IOException">It could not be kept.</exception>
    public void Remove(string folder) => Change(settings => settings with { Folders = [.. settings.Folders.Where(kept => kept != folder)] });

    private static LoadChoice[] Choices(ModelFacts facts) => facts.IsQuantized
        ? [new(null, facts.LoadedBytes)]
        : [new(null, facts.LoadedBytes), .. QuantizationTarget.All.Select(target => new WeightQuantization { Target = target }).Select(way => Choice(facts, way)).OfType<LoadChoice>()];

    /// <summary>Null where the model's sizes do not allow it.</summary>
    private static LoadChoice? Choice(ModelFacts facts, WeightQuantization quantize)
    {
        try
        {
            return new LoadChoice(quantize, ModelFacts.Read(facts.Folder, new ModelLoadOptions { Quantize = quantize }).LoadedBytes);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? FullPath(string folder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var path = folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(home, folder[1..]) : folder;
        return Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
            : null;
    }

    private static ShelfSettings Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ShelfSettings>(File.ReadAllText(file), Json) ?? new() : new();
        }
        catch (JsonException)
        {
            // Written by hand, and not well: the folders can be named again.
            return new();
        }
    }

    private void Change(Func<ShelfSettings, ShelfSettings> change)
    {
        lock (gate)
        {
            var changed = change(settings);
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(changed, Json));
            File.Move(file + ".new", file, overwrite: true);
            settings = changed;
        }
    }
}
