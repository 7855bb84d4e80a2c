using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Pictures;

/// <summary>Small square copies of pictures, made when they are first asked for and then kept beside them. Thread-safe.</summary>
/// <param name="store">Where the pictures are.</param>
internal sealed class PictureThumbnails(PictureStore store) : IDisposable
{
    /// <summary>The sizes there are: for ordinary screens and for fine ones.</summary>
    public static readonly IReadOnlyList<int> Sizes = [192, 384];

    private const int Quality = 82;
    private const int AtOnce = 2;

    /// <summary>A file up to so long is shown as it is.</summary>
    private const int SmallBytes = 64 * 1024;

    private readonly SemaphoreSlim makers = new(AtOnce);

    /// <summary>A copy of a picture; the picture itself where it is small enough. Null when there is no such picture.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="hash">Which.</param>
    /// <param name="size">Its sides in pixels, one of <see cref="Sizes"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<PictureFile?> FindAsync(UserId user, PictureHash hash, int size, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(user, hash, cancellationToken) is not { } picture
            || await store.FindFileAsync(user, hash, cancellationToken) is not { } file)
        {
            return null;
        }

        if (Math.Max(picture.Width, picture.Height) <= size && picture.Bytes <= SmallBytes)
        {
            return file;
        }

        var small = new PictureFile(store.SmallPath(hash, size), "image/webp");
        return File.Exists(small.Path) || await TryMakeAsync(file.Path, small.Path, size, cancellationToken) ? small : file;
    }

    /// <inheritdoc/>
    public void Dispose() => makers.Dispose();

    /// <returns>Whether it is there now; a disk that is full is no reason to show nothing.</returns>
    private async Task<bool> TryMakeAsync(string from, string to, int size, CancellationToken cancellationToken)
    {
        await makers.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(to))
            {
                await Task.Run(() => Make(from, to, size, cancellationToken), cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageFormatException)
        {
            return false;
        }
        finally
        {
            makers.Release();
        }
    }

    private static void Make(string from, string to, int size, CancellationToken cancellationToken)
    {
        var image = ImageDecoder.Decode(File.ReadAllBytes(from), cancellationToken: cancellationToken);
        var small = ImageEncoder.Webp(ImageScaler.Cover(image, size, size), Quality);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        // Never seen half written.
        var written = $"{to}.{Guid.NewGuid():N}";
        File.WriteAllBytes(written, small);
        File.Move(written, to, overwrite: true);
    }
}
