using Chameleon.Engine;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Hub;
using Chameleon.Web.Security;

namespace Chameleon.Web.Hosting;

/// <summary>What whoever starts the program may say: <c>--port N --model FOLDER --quantize nf4 --activations int8 --amx --kv-cache float16 --cache --draft N --data FOLDER --open false --listen 0.0.0.0 --auth --api-key KEY</c>.</summary>
internal sealed class WebOptions
{
    private static readonly string Demo = Path.Combine("models", "chameleon-tiny");

    /// <summary>Port on the loopback addresses; 0: any that is free.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>Folder of the model, or OWNER/NAME of a pulled one; null: the demo model, beside the program or up the tree from it or from the current folder.</summary>
    public string? Model { get; set; }

    /// <summary>What plain weights become while they are loaded, <c>nf4-nested</c>; null: they stay as they are.</summary>
    public string? Quantize { get; set; }

    /// <summary>In what precision activations meet quantised weights, <c>int16</c> or <c>int8</c>; null: float32.</summary>
    public string? Activations { get; set; }

    /// <summary>Whether AMX multiplies prompts where the processor and Linux grant it; wants int8 activations.</summary>
    public bool Amx { get; set; }

    /// <summary>How keys and values are cached, <c>float16</c>; null: float32.</summary>
    public string? KvCache { get; set; }

    /// <summary>Threads that compute; null: one for each core.</summary>
    public int? Threads { get; set; }

    /// <summary>Whether packed weights are kept for the next start, in the model's folder.</summary>
    public bool Cache { get; set; }

    /// <summary>The same in another folder, for any number of models; null: in the model's, if anywhere.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>Most tokens of text guessed at a time from earlier text; changes the speed of an answer alone.</summary>
    public int Draft { get; set; } = new EngineOptions().DraftTokens;

    /// <summary>Folder in which conversations and pictures are kept; null: <c>chameleon</c> among the user's data.</summary>
    public string? Data { get; set; }

    /// <summary>Whether to open the page where there is a desktop.</summary>
    public bool Open { get; set; } = true;

    /// <summary>Address to listen on, like 0.0.0.0; null: this machine alone.</summary>
    public string? Listen { get; set; }

    /// <summary>Names by which others reach the program, apart by semicolons; null: any. Only where it listens to others.</summary>
    public string? Hosts { get; set; }

    /// <summary>Pages that may be open at one time.</summary>
    public int Pages { get; set; } = PageLimit.Most;

    /// <summary>Whether people log in, and programs have keys of theirs.</summary>
    public bool Auth { get; set; }

    /// <summary>Key with which programs come in as the owner; null: none is asked for, unless people log in.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Requests that a key may send in a minute; 0: any number.</summary>
    public int ApiRate { get; set; } = 600;

    /// <summary>Requests of one key, or of all programs where there are no keys, that are answered at one time.</summary>
    public int ApiAtOnce { get; set; } = 32;

    /// <summary>The folder in which things are kept.</summary>
    public string FindData() => Data
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "chameleon");

    /// <summary>How the engine is set up.</summary>
    /// <exception cref="ArgumentException">There is no such type, or a number is out of its range.</exception>
    public EngineOptions Engine() => new()
    {
        Threads = Threads,
        Activations = Named<ActivationPrecision>(Activations, "activations"),
        Amx = Amx,
        KvCache = Named<KvElement>(KvCache, "kv-cache"),
        DraftTokens = Draft is >= 0 and <= GenerationLimits.MaxDraftTokens
            ? Draft
            : throw new ArgumentException($"--draft is {Draft}; it goes from 0 to {GenerationLimits.MaxDraftTokens}."),
        Quantize = Quantize is null ? null : new WeightQuantization { Target = QuantizationTarget.Parse(Quantize) },
        Cache = Cache || CacheFolder is not null ? new WeightCacheOptions { Folder = CacheFolder } : null,
    };

    /// <summary>The folder of the model.</summary>
    /// <param name="hub">Where pulled models are.</param>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public string FindModel(HubOptions hub)
    {
        if (Model is { } named)
        {
            return Directory.Exists(named) ? Path.GetFullPath(named)
                : Pulled(hub) ?? throw new DirectoryNotFoundException($"--model names {named}, and there is no such folder, nor a pulled model of this name.");
        }

        return UpTheTree(AppContext.BaseDirectory).Concat(UpTheTree(Directory.GetCurrentDirectory())).FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException($"No model found: name its folder with --model (looked for {Demo} from {AppContext.BaseDirectory} upwards).");
    }

    /// <summary>The name of the model: that under which it was pulled, or its folder's.</summary>
    /// <param name="folder">Its folder.</param>
    public string NameOf(string folder) =>
        Model is { } named && !Directory.Exists(named) ? named : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    private static TEnum Named<TEnum>(string? value, string option)
        where TEnum : struct, Enum
    {
        string[] names = [.. Enum.GetNames<TEnum>().Select(name => name.ToLowerInvariant())];
        return value is null ? default
            : names.IndexOf(value) is >= 0 and var index ? Enum.GetValues<TEnum>()[index]
            : throw new ArgumentException($"--{option} knows {string.Join(", ", names)}, not '{value}'.");
    }

    private string? Pulled(HubOptions hub) => HubReference.TryParse(Model!, out var reference) ? ModelFinder.FindPulled(reference, hub.CacheFolder) : null;

    private static IEnumerable<string> UpTheTree(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return Path.Combine(current.FullName, Demo);
        }
    }
}
