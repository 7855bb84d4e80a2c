using System.Text.Json;

namespace Chameleon.Hub;

/// <summary>What a hub says about a revision of a repository: its commit, and the files that lie in its top folder.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Files">The files.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubFile> Files)
{
    /// <summary>Bytes of the longest list that is read.</summary>
    public const int LongestAnswer = 16 * 1024 * 1024;

    private const int MostFiles = 20_000;
    private const int LongestPath = 1024;
    private const int LongestName = 255;
    private const long LargestFile = 1L << 42;

    /// <summary>Reads the hub's JSON. A hub that lists a name that leads out of its folder is not believed in anything.</summary>
    /// <exception cref="HubException">It is not what a hub says.</exception>
    public static HubListing Parse(RepositoryId repository, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            var root = document.RootElement;
            var commit = Text(root, "sha");
            if (commit is null || !HubReference.IsCommit(commit))
            {
                throw HubThrow.Listing(repository, "it names no commit");
            }

            var siblings = root.GetProperty("siblings");
            return siblings.GetArrayLength() <= MostFiles
                ? new(commit, [.. siblings.EnumerateArray().Select(file => ReadFile(repository, file)).OfType<HubFile>()])
                : throw HubThrow.Listing(repository, $"it lists {siblings.GetArrayLength():N0} files, the limit is {MostFiles:N0}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw HubThrow.Listing(repository, "it is not the list of files that was asked for");
        }
    }

    private static HubFile? ReadFile(RepositoryId repository, JsonElement file)
    {
        var path = Text(file, "rfilename") ?? "";
        if (!IsInside(path))
        {
            throw HubThrow.Listing(repository, "it lists a file whose name leads out of its folder");
        }

        if (path.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var large = file.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object ? lfs : (JsonElement?)null;
        var size = Number(large ?? file, "size") ?? Number(file, "size");
        if (size is < 0 or > LargestFile)
        {
            throw HubThrow.Listing(repository, $"it lists a file of {size} bytes");
        }

        var hash = large is { } pointer ? Text(pointer, "sha256") ?? Text(pointer, "oid") : Text(file, "blobId");
        return new HubFile(path, size, BlobHash.Parse(hash));
    }

    private static bool IsInside(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.AsSpan().ContainsAny('\\', ':')
        && !path.Any(char.IsControl)
        && path.Split('/').All(static part => part is not ("" or "." or "..") && part.Length <= LongestName);

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
