namespace Chameleon.Hub;

/// <summary>
/// A repository's folder in the cache, laid out as Hugging Face's own programs do: contents by hash in <c>blobs</c>, names
/// as relative links to them in <c>snapshots/COMMIT</c>, what a branch points to in <c>refs</c>.
/// </summary>
/// <param name="cache">The cache folder.</param>
/// <param name="repository">Which repository.</param>
internal sealed class RepositoryFolder(string cache, RepositoryId repository)
{
    private const int LargestRef = 256;

    private readonly string root = Path.Combine(cache, repository.FolderName);

    private string Refs => Path.Combine(root, "refs");

    private string Snapshots => Path.Combine(root, "snapshots");

    /// <summary>A content.</summary>
    public string Blob(BlobHash hash) => Path.Combine(root, "blobs", hash.Digits);

    /// <summary>A content of which a part is there.</summary>
    public string Part(BlobHash hash) => Blob(hash) + ".incomplete";

    /// <summary>What whoever fetches a content holds.</summary>
    public string Lock(BlobHash hash) => Path.Combine(cache, ".locks", repository.FolderName, hash.Digits + ".lock");

    /// <summary>The model's folder at a commit.</summary>
    public string Snapshot(string commit) => Path.Combine(Snapshots, commit);

    /// <summary>Bytes of a content that need not be fetched.</summary>
    public long BytesThere(BlobHash hash, long size)
    {
        var (whole, part) = (new FileInfo(Blob(hash)), new FileInfo(Part(hash)));
        return whole.Exists ? size : part.Exists ? Math.Min(part.Length, size) : 0;
    }

    /// <summary>Gives a content its name at a commit.</summary>
    public void Link(string commit, string name, BlobHash hash)
    {
        var link = Path.Combine(Directory.CreateDirectory(Snapshot(commit)).FullName, name);
        var target = Path.Combine("..", "..", "blobs", hash.Digits);
        if (new FileInfo(link).LinkTarget == target)
        {
            return;
        }

        File.Delete(link);
        File.CreateSymbolicLink(link, target);
    }

    /// <summary>Notes which commit a branch or a tag is; a commit is itself.</summary>
    public void Point(string revision, string commit)
    {
        if (HubReference.IsCommit(revision))
        {
            return;
        }

        var file = Path.Combine(Refs, revision);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var written = Path.Combine(root, $".ref-{Guid.NewGuid():N}");
        File.WriteAllText(written, commit);
        File.Move(written, file, overwrite: true);
    }

    /// <summary>The commit that a branch or a tag is; null when that is not known here.</summary>
    public string? CommitOf(string revision) =>
        Path.Combine(Refs, revision) is var file && File.Exists(file) && ReadRef(file) is var commit && HubReference.IsCommit(commit) ? commit : null;

    /// <summary>The commits that are there, each with the revision by which it is known: a branch's or a tag's name, or the commit.</summary>
    public IEnumerable<(string Commit, string Revision)> Commits()
    {
        if (!Directory.Exists(Snapshots))
        {
            return [];
        }

        var names = Directory.Exists(Refs)
            ? Directory.EnumerateFiles(Refs, "*", SearchOption.AllDirectories)
                .Select(file => (Commit: ReadRef(file), Name: Path.GetRelativePath(Refs, file).Replace(Path.DirectorySeparatorChar, '/')))
                .Where(found => HubReference.IsRevision(found.Name))
                .OrderBy(found => found.Name != HubReference.DefaultRevision)
                .ThenBy(found => found.Name, StringComparer.Ordinal)
                .ToLookup(found => found.Commit, found => found.Name)
            : Array.Empty<string>().ToLookup(name => name);
        return Directory.EnumerateDirectories(Snapshots)
            .Select(folder => Path.GetFileName(folder))
            .Where(HubReference.IsCommit)
            .Order(StringComparer.Ordinal)
            .Select(commit => (commit, names[commit].FirstOrDefault() ?? commit));
    }

    private static string ReadRef(string file) => new FileInfo(file).Length <= LargestRef ? File.ReadAllText(file).Trim() : "";
}
