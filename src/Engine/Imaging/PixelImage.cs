namespace Chameleon.Engine.Imaging;

/// <summary>Decoded 8-bit RGB pixels, [height, width, 3], row-major, sRGB. Treat <see cref="Data"/> as immutable.</summary>
public sealed class PixelImage
{
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="data">width · height · 3 bytes.</param>
    public PixelImage(int width, int height, byte[] data)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (data.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"A picture of {width} × {height} has {3L * width * height} bytes, got {data.LongLength}.", nameof(data));
        }

        (Width, Height, Data) = (width, height, data);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>R, G, B of each pixel.</summary>
    public byte[] Data { get; }
}
