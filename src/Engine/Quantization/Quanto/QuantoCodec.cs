using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Quanto;

/// <summary>One group of an optimum-quanto weight, bit for bit, in the arithmetic of the weight's element type.</summary>
internal static class QuantoCodec
{
    /// <summary>Quantises a group to 8 bits; one of zeros becomes zeros in int8 and NaN in float8, as in the reference.</summary>
    /// <param name="type">An 8-bit type.</param>
    /// <param name="group">Values, overwritten.</param>
    /// <param name="dtype">F32, F16 or BF16.</param>
    /// <param name="codes">Receives the codes.</param>
    /// <returns>The scale.</returns>
    public static float Quantize(QuantoType type, Span<float> group, DType dtype, Span<byte> codes)
    {
        var scale = Precision.Round(Spans.MaxMagnitude(group) / type.Largest, dtype);
        Spans.Divide(group, scale, group);
        Precision.Round(group, dtype);
        if (type.Format is not { } format)
        {
            Spans.RoundToBytes(group, sbyte.MinValue, sbyte.MaxValue, codes);
            return scale;
        }

        for (var i = 0; i < group.Length; i++)
        {
            codes[i] = format.Encode(group[i]);
        }

        return scale;
    }

    /// <summary>Restores values of a group of 8-bit codes.</summary>
    public static void Dequantize(QuantoType type, ReadOnlySpan<byte> codes, float scale, DType dtype, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = scale * (type.Format is { } format ? format.Decode(codes[i]) : (sbyte)codes[i]);
        }

        Precision.Round(destination, dtype);
    }

    /// <summary>Quantises a group to 4 or 2 bits, with a shift in the values' own unit.</summary>
    /// <param name="type">A packed type.</param>
    /// <param name="group">Values, overwritten.</param>
    /// <param name="dtype">F32, F16 or BF16.</param>
    /// <param name="codes">Receives the codes, one to a byte.</param>
    public static (float Scale, float Shift) QuantizeShifted(QuantoType type, Span<float> group, DType dtype, Span<byte> codes)
    {
        var most = (1 << type.Bits) - 1;
        var (scale, shift) = Affine(group, most, dtype);
        Spans.Add(group, shift, group);
        Precision.Round(group, dtype);
        Spans.Divide(group, scale, group);
        Precision.Round(group, dtype);
        Spans.RoundToBytes(group, 0, most, codes);
        return (scale, shift);
    }

    /// <summary>Restores values of a group with a shift.</summary>
    public static void DequantizeShifted(ReadOnlySpan<byte> codes, float scale, float shift, DType dtype, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = Precision.Round(Precision.Round(scale * codes[i], dtype) - shift, dtype);
        }
    }

    /// <summary>Quantises a group to 4 or 2 bits, with a whole code as its zero.</summary>
    public static (float Scale, byte ZeroPoint) QuantizeZeroPoint(QuantoType type, Span<float> group, DType dtype, Span<byte> codes)
    {
        var most = (1 << type.Bits) - 1;
        var (scale, shift) = Affine(group, most, dtype);
        var ratio = Precision.Round(shift / scale, dtype);
        var zero = float.IsNaN(ratio) ? 0 : Math.Clamp(MathF.Round(ratio), 0, most);
        Spans.Divide(group, scale, group);
        Precision.Round(group, dtype);
        for (var i = 0; i < group.Length; i++)
        {
            var code = Precision.Round(MathF.Round(group[i]) + zero, dtype);
            codes[i] = float.IsNaN(code) ? (byte)0 : (byte)Math.Clamp(code, 0, most);
        }

        return (scale, (byte)zero);
    }

    /// <summary>Restores values of a group with a zero point.</summary>
    public static void DequantizeZeroPoint(ReadOnlySpan<byte> codes, float scale, byte zeroPoint, DType dtype, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = Precision.Round(scale * (codes[i] - zeroPoint), dtype);
        }
    }

    private static (float Scale, float Shift) Affine(ReadOnlySpan<float> group, int most, DType dtype)
    {
        var (low, high) = Spans.Range(group);
        return (Precision.Round(Precision.Round(high - low, dtype) / most, dtype), -low);
    }
}
