using Chameleon.Connector;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Pictures;

/// <summary>
/// From a file that somebody sent to a picture of the store. The file is decoded and written anew, so that nothing but
/// pixels is kept: no place where it was taken, nothing hidden behind them. Pictures of our own keep their notes.
/// Thread-safe.
/// </summary>
/// <param name="store">Keeps them.</param>
internal sealed class PictureIntake(PictureStore store) : IDisposable
{
    /// <summary>Largest file.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Up to so many pixels are kept as they are; of more the eye does not miss what WebP leaves out.</summary>
    private const long LosslessPixels = 2 * 1024 * 1024;

    /// <summary>What WebP can hold.</summary>
    private const int LongestWebpSide = 16383;

    private const int WebpQuality = 92;
    private const int AtOnce = 2;
    private static readonly ImageDecodeOptions Decoding = new() { MaxBytes = MaxBytes };
    private readonly SemaphoreSlim decoders = new(AtOnce);

    /// <summary>Takes a file in.</summary>
    /// <param name="user">Whose it will be.</param>
    /// <param name="file">The file.</param>
    /// <param name="origin">Whether it comes into the gallery.</param>
    /// <param name="cancellationToken">Takes effect within a few rows of pixels.</param>
    /// <exception cref="ImageFormatException">It is not a picture that is read; the sentence is fit to be shown.</exception>
    /// <exception cref="DataStoreException">It could not be kept.</exception>
    public async Task<Picture> TakeAsync(UserId user, byte[] file, PictureOrigin origin, CancellationToken cancellationToken)
    {
        await decoders.WaitAsync(cancellationToken);
        try
        {
            var picture = await Task.Run(() => Rewrite(file, origin, cancellationToken), cancellationToken);
            return await store.AddAsync(user, picture, cancellationToken);
        }
        finally
        {
            decoders.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => decoders.Dispose();

    private static NewPicture Rewrite(byte[] file, PictureOrigin origin, CancellationToken cancellationToken)
    {
        var image = ImageDecoder.Decode(file, Decoding, cancellationToken);
        var notes = PictureNotes.Read(file) is null
            ? null
            : PngText.Read(file).Where(note => PictureNotes.Keys.Contains(note.Key)).ToDictionary();
        var isLarge = (long)image.Width * image.Height > LosslessPixels && Math.Max(image.Width, image.Height) <= LongestWebpSide;
        var rewritten = isLarge && notes is null ? ImageEncoder.Webp(image, WebpQuality) : ImageEncoder.Png(image, notes);
        return AnnotatedPicture.Of(rewritten, image.Width, image.Height, origin);
    }
}
