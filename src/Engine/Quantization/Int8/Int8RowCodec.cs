namespace Chameleon.Engine.Quantization.Int8;

/// <summary>The weights of bitsandbytes' LLM.int8, bit for bit: every row is rounded to float16 and scaled by its largest magnitude.</summary>
internal static class Int8RowCodec
{
    /// <summary>What a code times the row's magnitude is multiplied by: 1/127 as the reference writes it.</summary>
    public const float InverseOf127 = 7.874015718698502e-3f;

    /// <summary>Quantises one row.</summary>
    /// <param name="row">Values that are finite in float16; overwritten with them in float16.</param>
    /// <param name="codes">Receives int8 codes. A row of zeros, which the reference leaves undefined, becomes zeros.</param>
    /// <returns>The row's magnitude, SCB.</returns>
    public static float Quantize(Span<float> row, Span<byte> codes)
    {
        foreach (ref var value in row)
        {
            value = (float)(Half)value;
        }

        var magnitude = Spans.MaxMagnitude(row);

        // Two roundings, as the reference evaluates 127 / magnitude.
        Spans.Multiply(row, 1 / magnitude * 127, row);
        Spans.RoundToBytes(row, sbyte.MinValue, sbyte.MaxValue, codes);
        return magnitude;
    }

    /// <summary>Restores values of one row in float32.</summary>
    public static void Dequantize(ReadOnlySpan<byte> codes, float magnitude, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (sbyte)codes[i] * magnitude * InverseOf127;
        }
    }
}
