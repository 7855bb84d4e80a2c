using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Quantization.FourBit;

/// <summary>
/// bitsandbytes' 4-bit blocks, bit for bit: every block of consecutive elements is scaled by its largest magnitude, two
/// elements share a byte, the first one in the high nibble.
/// </summary>
internal static class FourBitCodec
{
    /// <summary>Stands in for the magnitude of blocks that hold nothing but zeros.</summary>
    public const float Floor = 1e-38f;

    /// <summary>Elements of a block unless something else is asked for, as in the reference.</summary>
    public const int DefaultBlockSize = 64;

    private const int Step = 32;

    /// <summary>Elements that a block may have.</summary>
    public static ReadOnlySpan<int> BlockSizes => [32, 64, 128, 256, 512, 1024, 2048, 4096];

    /// <summary>Bytes that elements take.</summary>
    public static long PackedLength(long elements) => (elements + 1) / 2;

    /// <summary>Blocks that elements take.</summary>
    public static long BlockCount(long elements, int blockSize) => (elements + blockSize - 1) / blockSize;

    /// <summary>Quantises whole blocks, or the end of a tensor, whose last block may be short.</summary>
    /// <param name="code">The table.</param>
    /// <param name="source">Finite values from the first element of a block on.</param>
    /// <param name="blockSize">Elements of a block; even.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> bytes; an odd last nibble is that of zero.</param>
    /// <param name="absmax">Receives the magnitude of each block.</param>
    public static void Quantize(FourBitCode code, ReadOnlySpan<float> source, int blockSize, Span<byte> packed, Span<float> absmax)
    {
        Span<float> scaled = new float[Math.Min(blockSize, source.Length)];
        for (var block = 0; block * (long)blockSize < source.Length; block++)
        {
            var start = block * blockSize;
            var values = source.Slice(start, Math.Min(blockSize, source.Length - start));
            absmax[block] = Scale(values, values.Length == blockSize, scaled[..values.Length]);
            Pack(code, scaled[..values.Length], packed[(start / 2)..]);
        }
    }

    /// <summary>Restores values [skip, skip + destination.Length) behind the first element of a block.</summary>
    /// <param name="code">The table.</param>
    /// <param name="packed">Nibbles from the first element of a block on.</param>
    /// <param name="absmax">Magnitudes from that block on.</param>
    /// <param name="blockSize">Elements of a block; even.</param>
    /// <param name="skip">Elements of the first block that are not wanted.</param>
    /// <param name="destination">Receives the values in float32.</param>
    public static void Dequantize(
        FourBitCode code, ReadOnlySpan<byte> packed, ReadOnlySpan<float> absmax, int blockSize, int skip, Span<float> destination)
    {
        var position = skip;
        while (!destination.IsEmpty)
        {
            var block = position / blockSize;
            var count = Math.Min(blockSize - (position % blockSize), destination.Length);
            Unpack(code, packed, position, absmax[block], destination[..count]);
            destination = destination[count..];
            position += count;
        }
    }

    /// <summary>A whole block is multiplied by the reciprocal, a short one divided and its magnitude raised to the floor.</summary>
    /// <returns>The magnitude to store.</returns>
    private static float Scale(ReadOnlySpan<float> values, bool whole, Span<float> scaled)
    {
        var magnitude = Spans.MaxMagnitude(values);
        var floored = MathF.Max(magnitude, Floor);
        if (whole)
        {
            Spans.Multiply(values, 1 / floored, scaled);
            return magnitude;
        }

        Spans.Divide(values, floored, scaled);
        return floored;
    }

    /// <summary>No clamping to [−1, 1]: what lies beyond by a rounding lies beyond every bound all the same.</summary>
    private static void Pack(FourBitCode code, ReadOnlySpan<float> scaled, Span<byte> packed)
    {
        var table = Vector128.Create(code.NibbleOfRank);
        var done = 0;
        for (; done <= scaled.Length - Step; done += Step)
        {
            var ranks = Ranks(code.Bounds, MemoryMarshal.Cast<float, Vector256<float>>(scaled.Slice(done, Step)));
            var nibbles = Vector256.Create(Vector128.Shuffle(table, ranks.GetLower()), Vector128.Shuffle(table, ranks.GetUpper())).AsUInt16();
            var bytes = ((nibbles << 4) | (nibbles >> 8)) & Vector256.Create((ushort)0xFF);
            Vector128.Narrow(bytes.GetLower(), bytes.GetUpper()).CopyTo(packed[(done / 2)..]);
        }

        for (; done < scaled.Length; done += 2)
        {
            var second = done + 1 < scaled.Length ? scaled[done + 1] : 0;
            packed[done / 2] = (byte)((code.Nibble(scaled[done]) << 4) | code.Nibble(second));
        }
    }

    private static Vector256<byte> Ranks(ReadOnlySpan<float> bounds, ReadOnlySpan<Vector256<float>> scaled)
    {
        var (x0, x1, x2, x3) = (scaled[0], scaled[1], scaled[2], scaled[3]);
        Vector256<int> r0 = default, r1 = default, r2 = default, r3 = default;
        foreach (var value in bounds)
        {
            // A comparison that holds is −1 in its lane.
            var bound = Vector256.Create(value);
            r0 -= Vector256.GreaterThan(x0, bound).AsInt32();
            r1 -= Vector256.GreaterThan(x1, bound).AsInt32();
            r2 -= Vector256.GreaterThan(x2, bound).AsInt32();
            r3 -= Vector256.GreaterThan(x3, bound).AsInt32();
        }

        return Vector256.Narrow(Vector256.Narrow(r0, r1), Vector256.Narrow(r2, r3)).AsByte();
    }

    private static void Unpack(FourBitCode code, ReadOnlySpan<byte> packed, int position, float magnitude, Span<float> destination)
    {
        var done = 0;
        if (position % 2 == 1)
        {
            destination[done++] = code.Values[packed[position / 2] & 0xF] * magnitude;
        }

        var low = Vector256.Create(code.Values);
        var high = Vector256.Create(code.Values[8..]);
        for (; done <= destination.Length - Step; done += Step)
        {
            var bytes = Vector256.WidenLower(Vector128.Create(packed[((position + done) / 2)..]).ToVector256Unsafe());
            var nibbles = ((bytes >> 4) | ((bytes & Vector256.Create((ushort)0xF)) << 8)).AsByte();
            var (n0, n1) = Vector256.Widen(nibbles);
            Look(low, high, n0, magnitude, destination[done..]);
            Look(low, high, n1, magnitude, destination[(done + (Step / 2))..]);
        }

        for (; done < destination.Length; done++)
        {
            var pair = packed[(position + done) / 2];
            destination[done] = code.Values[(position + done) % 2 == 0 ? pair >> 4 : pair & 0xF] * magnitude;
        }
    }

    private static void Look(
        Vector256<float> low, Vector256<float> high, Vector256<ushort> nibbles, float magnitude, Span<float> destination)
    {
        var (first, second) = Vector256.Widen(nibbles);
        Look(low, high, first.AsInt32(), magnitude, destination);
        Look(low, high, second.AsInt32(), magnitude, destination[Vector256<float>.Count..]);
    }

    private static void Look(
        Vector256<float> low, Vector256<float> high, Vector256<int> nibbles, float magnitude, Span<float> destination)
    {
        var lane = nibbles & Vector256.Create(7);
        var upper = Vector256.GreaterThan(nibbles, Vector256.Create(7)).AsSingle();
        var values = Vector256.ConditionalSelect(upper, Vector256.Shuffle(high, lane), Vector256.Shuffle(low, lane));
        (values * magnitude).CopyTo(destination);
    }
}
