using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

/// <summary>Pictures small enough to write their encodings down.</summary>
internal static class TinyPictures
{
    /// <summary>Red and green above blue and white.</summary>
    public static PixelImage FourColours { get; } = new(2, 2, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);

    public static PixelImage Noise(int width, int height, int seed)
    {
        var pixels = new byte[3 * width * height];
        new Random(seed).NextBytes(pixels);
        return new(width, height, pixels);
    }
}
