using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>Brings a picture to the pixels that a terminal can show.</summary>
internal static class Scaling
{
    /// <summary>Each pixel is the mean of the pixels that it covers, and of at least one.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Wanted columns.</param>
    /// <param name="height">Wanted rows.</param>
    public static PixelImage Box(PixelImage image, int width, int height)
    {
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        var pixels = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = Covered(y, height, image.Height);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = Covered(x, width, image.Width);
                Mean(image, left, right, top, bottom, pixels.AsSpan(3 * ((y * width) + x), 3));
            }
        }

        return new PixelImage(width, height, pixels);
    }

    private static (int First, int End) Covered(int index, int count, int source)
    {
        var first = (int)((long)index * source / count);
        return (first, Math.Max(first + 1, (int)((long)(index + 1) * source / count)));
    }

    private static void Mean(PixelImage image, int left, int right, int top, int bottom, Span<byte> mean)
    {
        long red = 0, green = 0, blue = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = 3 * ((y * image.Width) + x);
                red += image.Data[at];
                green += image.Data[at + 1];
                blue += image.Data[at + 2];
            }
        }

        var count = (long)(right - left) * (bottom - top);
        mean[0] = (byte)((red + (count / 2)) / count);
        mean[1] = (byte)((green + (count / 2)) / count);
        mean[2] = (byte)((blue + (count / 2)) / count);
    }
}
