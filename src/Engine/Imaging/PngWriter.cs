using System.Buffers.Binary;
using System.IO.Compression;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// Writes 8-bit RGB as PNG, without the native library. Each row takes the filter whose result is smallest in absolute
/// sum, as the PNG specification advises.
/// </summary>
internal sealed class PngWriter : IDisposable
{
    private const int Channels = 3;
    private const int Filters = 5;

    private readonly MemoryStream file = new();

    public PngWriter() => file.Write(PngChunks.Signature);

    /// <summary>Writes size and pixels; text chunks belong before or after the pixels.</summary>
    public void WriteHeader(PixelImage image)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        (header[8], header[9]) = (8, 2); // bits per channel; colour type RGB
        WriteChunk("IHDR"u8, header);
    }

    /// <summary>Writes the pixels as one compressed chunk.</summary>
    public void WritePixels(PixelImage image)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var stride = Channels * image.Width;
            var previous = new byte[stride];
            var candidates = new byte[Filters][];
            for (var filter = 0; filter < Filters; filter++)
            {
                candidates[filter] = new byte[stride + 1];
                candidates[filter][0] = (byte)filter;
            }

            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Data.AsSpan(y * stride, stride);
                zlib.Write(BestFilter(row, y == 0 ? previous : image.Data.AsSpan((y - 1) * stride, stride), candidates));
            }
        }

        WriteChunk("IDAT"u8, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    /// <summary>Writes any chunk: length, type, data, checksum.</summary>
    public void WriteChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        file.Write(number);
    }

    /// <summary>Ends the file and returns it.</summary>
    public byte[] Finish()
    {
        WriteChunk("IEND"u8, []);
        return file.ToArray();
    }

    public void Dispose() => file.Dispose();

    private static byte[] BestFilter(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, byte[][] candidates)
    {
        var best = candidates[0];
        var smallest = long.MaxValue;
        for (var filter = 0; filter < Filters; filter++)
        {
            var filtered = candidates[filter].AsSpan(1);
            Apply(filter, row, above, filtered);
            var sum = 0L;
            foreach (var value in filtered)
            {
                sum += Math.Abs((int)(sbyte)value);
            }

            if (sum < smallest)
            {
                (best, smallest) = (candidates[filter], sum);
            }
        }

        return best;
    }

    private static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < Channels ? (0, 0) : (row[i - Channels], above[i - Channels]);
            var guess = filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], corner),
            };
            filtered[i] = (byte)(row[i] - guess);
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
