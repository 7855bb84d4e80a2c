namespace Chameleon.Engine.Quantization.EightBit;

/// <summary>
/// The magnitudes of 4-bit blocks, quantised once more: less their mean, in 8-bit blocks of 256.
/// </summary>
/// <param name="Codes">One for each magnitude.</param>
/// <param name="Absmax">One for each 256 of them.</param>
/// <param name="Offset">The mean.</param>
internal sealed record NestedAbsmax(byte[] Codes, float[] Absmax, float Offset)
{
    /// <summary>What the reference uses and writes.</summary>
    public const int DefaultBlockSize = 256;

    /// <summary>Quantises magnitudes as the CPU library does.</summary>
    public static NestedAbsmax Quantize(ReadOnlySpan<float> absmax) => Quantize(absmax, CascadeSum.Mean(absmax), DefaultBlockSize, nearest: false);

    /// <summary>Quantises magnitudes less a given offset.</summary>
    public static NestedAbsmax Quantize(ReadOnlySpan<float> absmax, float offset, int blockSize, bool nearest)
    {
        var differences = absmax.ToArray();
        foreach (ref var difference in differences.AsSpan())
        {
            difference -= offset;
        }

        var codes = new byte[absmax.Length];
        var magnitudes = new float[(absmax.Length + blockSize - 1) / blockSize];
        BlockwiseCodec.Quantize(EightBitCode.Dynamic, differences, blockSize, nearest, codes, magnitudes);
        return new NestedAbsmax(codes, magnitudes, offset);
    }

    /// <summary>Restores magnitudes [first, first + destination.Length).</summary>
    /// <param name="code">The table.</param>
    /// <param name="codes">Codes from <paramref name="first"/> on.</param>
    /// <param name="absmax">All magnitudes of magnitudes.</param>
    /// <param name="offset">The mean.</param>
    /// <param name="blockSize">Codes that share one of <paramref name="absmax"/>.</param>
    /// <param name="first">Index of the first magnitude.</param>
    /// <param name="destination">Receives them.</param>
    public static void Dequantize(
        ReadOnlySpan<float> code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> absmax, float offset, int blockSize, long first, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            // Two roundings: the product, then the sum.
            var product = code[codes[i]] * absmax[(int)((first + i) / blockSize)];
            destination[i] = product + offset;
        }
    }
}
