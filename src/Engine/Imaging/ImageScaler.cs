using Chameleon.Engine.Imaging.Resampling;

namespace Chameleon.Engine.Imaging;

/// <summary>Brings pictures to another size. Thread-safe.</summary>
public static class ImageScaler
{
    /// <summary>
    /// A picture of exactly that size, filled from edge to edge: nothing is stretched, and what does not fit the new shape
    /// is cut away evenly on both sides. Lanczos, as Pillow computes it.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <returns>The picture itself where it has that size already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    public static PixelImage Cover(PixelImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var scale = Math.Max((double)width / image.Width, (double)height / image.Height);
        var (usedWidth, usedHeight) = (Math.Min(image.Width, width / scale), Math.Min(image.Height, height / scale));
        var (left, top) = ((image.Width - usedWidth) / 2, (image.Height - usedHeight) / 2);
        var box = new SourceBox((float)left, (float)top, (float)(left + usedWidth), (float)(top + usedHeight));
        return Resampler.Resize(image, width, height, ResampleFilter.Lanczos, box);
    }
}
