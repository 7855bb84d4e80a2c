using System.Globalization;
using Chameleon.Engine.Imaging.Vips;

namespace Chameleon.Engine.Imaging;

/// <summary>Pixels to files. Nothing is written but the pixels and the text that is given. Thread-safe.</summary>
public static class ImageEncoder
{
    /// <summary>A PNG; needs no native library.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="text">Text to carry, such as the parameters of a drawing; read back by <see cref="PngText.Read"/>.</param>
    /// <exception cref="ArgumentException">A key or value that PNG text cannot hold.</exception>
    public static byte[] Png(PixelImage image, IReadOnlyDictionary<string, string>? text = null)
    {
        using var writer = new PngWriter();
        writer.WriteHeader(image);
        foreach (var (key, value) in text ?? new Dictionary<string, string>())
        {
            PngText.Write(writer, key, value);
        }

        writer.WritePixels(image);
        return writer.Finish();
    }

    /// <summary>A lossy WebP.</summary>
    /// <param name="image">The picture, sides up to 16,383.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="DllNotFoundException">The native library is missing; the message says how to get it.</exception>
    public static byte[] Webp(PixelImage image, int quality = 90) => Save("webpsave_buffer", image, quality, longestSide: 16383);

    /// <summary>A baseline JPEG.</summary>
    /// <param name="image">The picture, sides up to 65,535.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="DllNotFoundException">The native library is missing; the message says how to get it.</exception>
    public static byte[] Jpeg(PixelImage image, int quality = 90) => Save("jpegsave_buffer", image, quality, longestSide: 65535);

    private static byte[] Save(string saver, PixelImage image, int quality, int longestSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (Math.Max(image.Width, image.Height) > longestSide)
        {
            throw new ArgumentException($"The format holds sides up to {longestSide} pixels; the picture is {image.Width} × {image.Height}.", nameof(image));
        }

        VipsLibrary.EnsureLoaded();
        using var pixels = new VipsObject(
            VipsNative.NewImage(image.Data, (nuint)image.Data.Length, image.Width, image.Height, bands: 3, VipsCodes.Bytes));
        using var tag = VipsOperation.Get("copy");
        Build(tag.Set("in", pixels).Set("interpretation", "srgb"), image);
        using var tagged = tag.Image("out");
        using var save = VipsOperation.Get(saver);
        Build(save.Set("in", tagged).Set("Q", quality.ToString(CultureInfo.InvariantCulture)).Set("strip", "true"), image);
        return save.Bytes("buffer");
    }

    private static void Build(VipsOperation operation, PixelImage image)
    {
        if (!operation.TryBuild())
        {
            throw new InsufficientMemoryException($"libvips could not write a picture of {image.Width} × {image.Height} pixels.");
        }
    }
}
