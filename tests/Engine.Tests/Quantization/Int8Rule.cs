using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Quantization;

/// <summary>
/// LLM.int8's own product in evaluation, step by step: activations in int8 too, columns with an outlier in any row apart.
/// A row's result depends on its neighbours, by that design; the engine multiplies by the restored weights instead.
/// </summary>
internal sealed class Int8Rule(byte[] weight, float[] magnitudes, int inFeatures)
{
    private const float InverseOf127Squared = 6.200124e-05f;

    private readonly int outFeatures = magnitudes.Length;

    /// <summary>Activations as they are multiplied, [rows, in]; set by <see cref="Apply"/>.</summary>
    public byte[] Codes { get; private set; } = [];

    /// <summary>Largest magnitude of each row; set by <see cref="Apply"/>.</summary>
    public float[] RowMagnitudes { get; private set; } = [];

    /// <summary>Columns apart, ascending; set by <see cref="Apply"/>.</summary>
    public int[] Outliers { get; private set; } = [];

    /// <summary>Sums in whole numbers, [rows, out]; set by <see cref="Apply"/>.</summary>
    public int[] Sums { get; private set; } = [];

    /// <summary>[rows, in] to [rows, out].</summary>
    public float[] Apply(float[] x, float[]? bias, float threshold, DType dtype)
    {
        var rows = x.Length / inFeatures;
        Quantize(x, rows, threshold);
        var y = new float[rows * outFeatures];
        Sums = new int[y.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var (row, feature) = (i / outFeatures, i % outFeatures);
            for (var k = 0; k < inFeatures; k++)
            {
                Sums[i] += (sbyte)Codes[(row * inFeatures) + k] * (sbyte)weight[(feature * inFeatures) + k];
            }

            var value = Sums[i] * (RowMagnitudes[row] * magnitudes[feature]) * InverseOf127Squared;
            y[i] = Precision.Round(bias is null ? value : value + bias[feature], dtype);
            if (Outliers.Length > 0)
            {
                y[i] = Precision.Round(y[i] + OutlierPart(x, row, feature, dtype), dtype);
            }
        }

        return y;
    }

    private void Quantize(float[] x, int rows, float threshold)
    {
        var halves = x.Select(value => (float)(Half)value).ToArray();
        Outliers = threshold == 0
            ? []
            : [.. Enumerable.Range(0, inFeatures).Where(k => Enumerable.Range(0, rows).Any(row => MathF.Abs(halves[(row * inFeatures) + k]) >= threshold))];
        Codes = new byte[x.Length];
        RowMagnitudes = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var values = halves.AsSpan(row * inFeatures, inFeatures);
            if (threshold > 0)
            {
                foreach (ref var value in values)
                {
                    value = MathF.Abs(value) >= threshold ? 0 : value;
                }
            }

            RowMagnitudes[row] = Int8RowCodec.Quantize(values, Codes.AsSpan(row * inFeatures, inFeatures));
            if (rows > 1)
            {
                foreach (var k in Outliers)
                {
                    Codes[(row * inFeatures) + k] = 0;
                }
            }
        }
    }

    private float OutlierPart(float[] x, int row, int feature, DType dtype)
    {
        var sum = 0.0;
        foreach (var k in Outliers)
        {
            var restored = (sbyte)weight[(feature * inFeatures) + k] * magnitudes[feature] * Int8RowCodec.InverseOf127;
            sum += (double)x[(row * inFeatures) + k] * Precision.Round(restored, dtype);
        }

        return Precision.Round((float)sum, dtype);
    }
}
