using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Quantization.Loading;

namespace Chameleon.Engine.Tests.Compute.Cpu.Integer;

/// <summary>The product of whole numbers as its documentation has it, in plain loops.</summary>
internal static class PlainIntegerProduct
{
    public static float[] Of(ActivationPrecision precision, QuantizedTensor weight, float[]? bias, float[] x)
    {
        var (features, inner) = (weight.Shape[0], weight.Shape[1]);
        var isInt8 = precision == ActivationPrecision.Int8;
        var (numbers, scales, run, unit) = Parts(weight, isInt8 ? (short)127 : (short)4095);
        var largest = isInt8 ? 127 : weight is RowScaledTensor ? 32767 : 8190;
        var group = Math.Min(64, run);
        var output = new float[x.Length / inner * features];
        for (var row = 0; row < x.Length / inner; row++)
        {
            var (codes, steps) = Quantize(x.AsSpan(row * inner, inner), group, largest, unit);
            for (var feature = 0; feature < features; feature++)
            {
                var sum = 0f;
                for (var start = 0; start < inner; start += group)
                {
                    var dot = 0L;
                    for (var k = start; k < Math.Min(start + group, inner); k++)
                    {
                        dot += numbers[(feature * inner) + k] * codes[k];
                    }

                    sum = MathF.FusedMultiplyAdd(checked((int)dot), scales[(feature * (((inner - 1) / run) + 1)) + (start / run)] * steps[start / group], sum);
                }

                output[(row * features) + feature] = bias is null ? sum : sum + bias[feature];
            }
        }

        return output;
    }

    private static (int[] Codes, float[] Steps) Quantize(ReadOnlySpan<float> x, int group, int largest, float unit)
    {
        var codes = new int[x.Length];
        var steps = new float[((x.Length - 1) / group) + 1];
        for (var start = 0; start < x.Length; start += group)
        {
            var values = x[start..Math.Min(start + group, x.Length)];
            var most = 0f;
            foreach (var value in values)
            {
                most = MathF.Max(most, MathF.Abs(value));
            }

            var inverse = most > 0 ? largest / most : 0;
            for (var k = 0; k < values.Length; k++)
            {
                codes[start + k] = (int)Math.Clamp(MathF.Round(values[k] * inverse), -largest, largest);
            }

            steps[start / group] = most / largest * unit;
        }

        return (codes, steps);
    }

    private static (int[] Numbers, float[] Scales, int Run, float Unit) Parts(QuantizedTensor weight, short largest)
    {
        var (features, inner) = (weight.Shape[0], weight.Shape[1]);
        var bytes = new byte[inner];
        var numbers = new List<int>();
        if (weight is RowScaledTensor rows)
        {
            for (var row = 0; row < features; row++)
            {
                rows.ReadCodes((long)row * inner, bytes);
                numbers.AddRange(bytes.Select(code => (int)(sbyte)code));
            }

            return ([.. numbers], rows.Scales.ToArray(), 1 << 20, rows.Type is null ? Int8RowCodec.InverseOf127 : 1);
        }

        var blocks = (IFourBitRows)weight;
        var book = IntegerCodebook.Of(blocks.CodeValues, largest);
        var scales = new List<float>();
        var rowScales = new float[inner / blocks.RunLength];
        for (var row = 0; row < features; row++)
        {
            blocks.ReadCodes(row, bytes);
            numbers.AddRange(bytes.Select(code => (int)book.Numbers[code]));
            blocks.ReadScales(row, rowScales);
            scales.AddRange(rowScales);
        }

        return ([.. numbers], [.. scales], blocks.RunLength, book.Unit);
    }
}
