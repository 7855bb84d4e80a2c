using System.Text.Json;

namespace Chameleon.Hub;

/// <summary>The files of a model's folder.</summary>
internal static class ModelFiles
{
    private const int LargestConfig = 1024 * 1024;
    private const int LargestIndex = 64 * 1024 * 1024;
    private const int MostShards = 1024;

    /// <summary>Whether a folder holds a model of the kind that is read, whole or not.</summary>
    public static bool AreOfChameleon(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileChoice.Config));
        if (!Exists(file.FullName) || file.Length > LargestConfig)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("model_type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.ValueEquals("chameleon");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Files without which the model cannot be loaded, and which are not there.</summary>
    public static IReadOnlyList<string> Missing(string folder) =>
        [.. Needed(folder).Where(name => !Exists(Path.Combine(folder, name)))];

    private static IEnumerable<string> Needed(string folder)
    {
        yield return "tokenizer.json";
        var index = Path.Combine(folder, FileChoice.Index);
        if (Exists(Path.Combine(folder, FileChoice.Single)) || !Exists(index))
        {
            yield return FileChoice.Single;
            yield break;
        }

        foreach (var shard in Shards(index))
        {
            yield return shard;
        }
    }

    /// <summary>The shards that an index names; none where it is no index, which loading says in its own words.</summary>
    private static List<string> Shards(string index)
    {
        if (new FileInfo(index).Length > LargestIndex)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            return document.RootElement.GetProperty("weight_map").EnumerateObject()
                .Select(entry => entry.Value.GetString() ?? "")
                .Distinct()
                .Where(name => name == Path.GetFileName(name) && name.Length > 0)
                .Order(StringComparer.Ordinal)
                .Take(MostShards)
                .ToList();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>A link whose target is gone is no file.</summary>
    private static bool Exists(string path) =>
        new FileInfo(path) is { Exists: true } file && (file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true });
}
