using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Tensors;
using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class Int8GoldenTests
{
    public static TheoryData<string> All => QuantGolden.Ids("int8");

    [Theory]
    [MemberData(nameof(All))]
    public void Rows_of_weights_become_the_library_s_bytes(string id)
    {
        using var golden = QuantGolden.Open(id);
        var (weight, inFeatures) = (golden.Floats("w"), golden.Tensor("w").Shape[1]);
        var (expected, magnitudes) = (golden.Bytes("w_int8"), golden.Floats("SCB"));
        var restored = golden.Has("w_dequant") ? golden.Floats("w_dequant") : null;
        for (var row = 0; row < magnitudes.Length; row++)
        {
            var codes = new byte[inFeatures];
            var magnitude = Int8RowCodec.Quantize(weight.AsSpan(row * inFeatures, inFeatures), codes);
            QuantGolden.AssertSameBits([magnitudes[row]], [magnitude], $"magnitude of row {row}");
            if (magnitude == 0)
            {
                Assert.All(codes, code => Assert.Equal(0, code));
                continue;
            }

            Assert.Equal(expected[(row * inFeatures)..((row + 1) * inFeatures)], codes);
            if (restored is not null)
            {
                var values = new float[inFeatures];
                Int8RowCodec.Dequantize(codes, magnitude, values);
                QuantGolden.AssertSameValues(restored.AsSpan(row * inFeatures, inFeatures), values, $"row {row}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_library_s_product_follows_the_rule(string id)
    {
        using var golden = QuantGolden.Open(id);
        var weight = golden.Bytes("w_int8");
        var magnitudes = golden.Floats("SCB");
        ClearUndefinedRows(weight, magnitudes);
        var rule = new Int8Rule(weight, magnitudes, golden.Tensor("w").Shape[1]);
        var threshold = golden.Case.GetProperty("threshold").GetSingle();
        var y = rule.Apply(golden.Floats("x"), golden.Has("bias") ? golden.Floats("bias") : null, threshold, golden.DType);

        Assert.Equal(golden.Case.GetProperty("outlier_cols").EnumerateArray().Select(column => column.GetInt32()), rule.Outliers);
        QuantGolden.AssertSameBits(golden.Floats("x_absmax"), rule.RowMagnitudes, "magnitudes of rows");
        if (!golden.Case.GetProperty("undefined_int8_rows").GetBoolean())
        {
            Assert.Equal(golden.Bytes("x_int8"), rule.Codes);
            Assert.Equal(golden.Floats("acc_int32"), rule.Sums.Select(sum => (float)sum));
        }

        if (rule.Outliers.Length == 0)
        {
            QuantGolden.AssertSameValues(golden.Floats("y"), y, "result");
        }
        else
        {
            // The outliers' own product is a library call, in an order of its own.
            var relative = golden.DType switch { DType.F16 => 1e-3f, DType.BF16 => 4e-3f, _ => 1e-6f };
            var expected = golden.Floats("y");
            Near.Assert(expected, y, relative * expected.Max(MathF.Abs), "result");
        }
    }

    private static void ClearUndefinedRows(byte[] weight, float[] magnitudes)
    {
        var inFeatures = weight.Length / magnitudes.Length;
        for (var row = 0; row < magnitudes.Length; row++)
        {
            if (magnitudes[row] == 0)
            {
                weight.AsSpan(row * inFeatures, inFeatures).Clear();
            }
        }
    }
}
