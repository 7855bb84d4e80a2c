using System.Buffers.Binary;
using System.IO.Compression;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>Pictures and PNG files made on the spot.</summary>
internal static class TestPictures
{
    /// <summary>Noise that is the same every time.</summary>
    public static PixelImage Noise(int width, int height, int seed = 1)
    {
        var data = new byte[3 * width * height];
        new Random(seed).NextBytes(data);
        return new PixelImage(width, height, data);
    }

    /// <summary>Smooth colours, kind to lossy formats.</summary>
    public static PixelImage Ramp(int width, int height)
    {
        var data = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            (data[3 * i], data[(3 * i) + 1], data[(3 * i) + 2]) = ((byte)(255 * x / width), (byte)(255 * y / height), 128);
        }

        return new PixelImage(width, height, data);
    }

    /// <summary>A PNG of chunks in any order, each with its right checksum.</summary>
    public static byte[] Png(params (string Type, byte[] Data)[] chunks)
    {
        using var writer = new PngWriter();
        foreach (var (type, data) in chunks)
        {
            writer.WriteChunk(System.Text.Encoding.ASCII.GetBytes(type), data);
        }

        return writer.Finish();
    }

    /// <summary>A PNG header for a picture that need not follow.</summary>
    public static byte[] Header(int width, int height, byte depth = 8, byte colourType = 2)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colourType);
        return header;
    }

    /// <summary>Zeros, deflated: a thousandth of their size.</summary>
    public static byte[] Deflated(int zeros)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[64 * 1024];
            for (var left = zeros; left > 0; left -= block.Length)
            {
                zlib.Write(block.AsSpan(0, Math.Min(left, block.Length)));
            }
        }

        return memory.ToArray();
    }
}
