namespace Chameleon.Engine.Quantization.EightBit;

/// <summary>bitsandbytes' 8-bit blocks, bit for bit: every block is scaled by its largest magnitude.</summary>
internal static class BlockwiseCodec
{
    /// <summary>Quantises as the CPU library does, or to the nearest value.</summary>
    /// <param name="code">The table.</param>
    /// <param name="source">Finite values.</param>
    /// <param name="blockSize">Elements of a block; the last one may be short.</param>
    /// <param name="nearest">Whether to search the nearest value.</param>
    /// <param name="codes">Receives a code for each value.</param>
    /// <param name="absmax">Receives the magnitude of each block.</param>
    public static void Quantize(
        EightBitCode code, ReadOnlySpan<float> source, int blockSize, bool nearest, Span<byte> codes, Span<float> absmax)
    {
        Span<float> scaled = new float[Math.Min(blockSize, source.Length)];
        for (var start = 0; start < source.Length; start += blockSize)
        {
            var values = source.Slice(start, Math.Min(blockSize, source.Length - start));
            var magnitude = Spans.MaxMagnitude(values);
            absmax[start / blockSize] = magnitude;
            Spans.Multiply(values, 1 / magnitude, scaled);
            for (var i = 0; i < values.Length; i++)
            {
                codes[start + i] = nearest ? code.Nearest(scaled[i]) : code.ByTable(scaled[i]);
            }
        }
    }

    /// <summary>Restores values from the first element of a block on.</summary>
    public static void Dequantize(
        EightBitCode code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> absmax, int blockSize, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = code.Values[codes[i]] * absmax[i / blockSize];
        }
    }
}
