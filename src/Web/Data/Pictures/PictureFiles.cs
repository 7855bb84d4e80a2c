namespace Chameleon.Web.Data.Pictures;

/// <summary>
/// The picture files of a data folder: <c>pictures/ab/ab12….png</c>, named by their content and so never changed. A file
/// is there whole or not at all.
/// </summary>
/// <param name="folder">The data folder.</param>
internal sealed class PictureFiles(string folder)
{
    public const string FolderName = "pictures";

    private const string NewExtension = ".new";
    private const string SmallFolderName = "thumbnails";

    private readonly string root = Path.Combine(folder, FolderName);

    /// <summary>Where a picture is, below the data folder.</summary>
    public static string RelativePath(PictureHash hash, string mediaType)
    {
        var name = hash.ToString();
        return Path.Combine(FolderName, name[..2], name + PictureMediaType.Extension(mediaType));
    }

    public string PathOf(PictureHash hash, string mediaType) => Path.Combine(folder, RelativePath(hash, mediaType));

    /// <summary>Writes a file beside its place; <see cref="Commit"/> puts it there.</summary>
    /// <exception cref="DataStoreException">The disk is full or cannot be written.</exception>
    public async Task<string> WriteAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var path = NewPath();
        try
        {
            Directory.CreateDirectory(root);
            await File.WriteAllBytesAsync(path, file, cancellationToken).ConfigureAwait(false);
            return path;
        }
        catch (Exception e)
        {
            Discard(path);
            if (DataThrow.Translate(e) is { } failure)
            {
                throw failure;
            }

            throw;
        }
    }

    /// <summary>A file that goes away when it is closed.</summary>
    public FileStream CreateTemporary()
    {
        try
        {
            Directory.CreateDirectory(root);
            return new FileStream(NewPath(), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            });
        }
        catch (Exception e) when (DataThrow.Translate(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Puts a written file into its place, on the disk for good. Waits for the disk.</summary>
    public void Commit(string written, PictureHash hash, string mediaType)
    {
        var path = PathOf(hash, mediaType);
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            using (var handle = File.OpenHandle(written, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(handle);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(written, path);
        }
        catch (Exception e) when (DataThrow.Translate(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Where a copy of a size is kept: <c>thumbnails/ab/ab12…-192.webp</c>. It can be made again at any time.</summary>
    public string SmallPath(PictureHash hash, int size) => Path.Combine(SmallFolder(hash), $"{hash}-{size}.webp");

    /// <summary>Removes a picture's file and its smaller copies.</summary>
    public void Delete(PictureHash hash, string mediaType)
    {
        File.Delete(PathOf(hash, mediaType));
        if (Directory.Exists(SmallFolder(hash)))
        {
            foreach (var copy in Directory.EnumerateFiles(SmallFolder(hash), $"{hash}-*"))
            {
                File.Delete(copy);
            }
        }
    }

    /// <summary>Removes what <see cref="WriteAsync"/> wrote, if it is still there.</summary>
    public static void Discard(string written)
    {
        if (File.Exists(written))
        {
            File.Delete(written);
        }
    }

    /// <summary>Every picture file that is older than a moment; files that were left half written are removed.</summary>
    public IEnumerable<(PictureHash Hash, string MediaType)> Older(DateTimeOffset moment)
    {
        if (!Directory.Exists(root))
        {
            yield break;
        }

        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.LastWriteTimeUtc > moment.UtcDateTime)
            {
                continue;
            }

            if (file.Extension == NewExtension)
            {
                file.Delete();
            }
            else if (PictureHash.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var hash) && MediaTypeOf(file.Extension) is { } mediaType)
            {
                yield return (hash, mediaType);
            }
        }
    }

    private string SmallFolder(PictureHash hash) => Path.Combine(folder, SmallFolderName, hash.ToString()[..2]);

    private string NewPath() => Path.Combine(root, Guid.NewGuid().ToString("N") + NewExtension);

    private static string? MediaTypeOf(string extension) => extension switch
    {
        ".png" => "image/png",
        ".jpg" => "image/jpeg",
        ".webp" => "image/webp",
        _ => null,
    };
}
