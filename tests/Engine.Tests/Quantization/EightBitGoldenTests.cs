using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class EightBitGoldenTests
{
    public static TheoryData<string> Plain => QuantGolden.Ids("bnb8");

    public static TheoryData<string> Nested => QuantGolden.Ids("bnb8_nested");

    [Fact]
    public void The_dynamic_map_and_its_steps_are_the_library_s()
    {
        QuantGolden.AssertSameBits(QuantGolden.Table("dynamic_signed").ToFloats(), EightBitCode.Dynamic.Values, "values");
        Assert.Equal(QuantGolden.Table("dynamic_signed.cpu_lut").ToFloats(), EightBitCode.Dynamic.RankOfStep.ToArray().Select(rank => (float)rank));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Quantising_gives_the_library_s_codes_and_the_nearest_ones(string id)
    {
        using var golden = QuantGolden.Open(id);
        var (code, input, blockSize) = (Code(golden), golden.Floats("input"), golden.Int("blocksize"));
        var codes = new byte[input.Length];
        var absmax = new float[(input.Length + blockSize - 1) / blockSize];

        BlockwiseCodec.Quantize(code, input, blockSize, nearest: false, codes, absmax);
        Assert.Equal(golden.Bytes("q"), codes);
        QuantGolden.AssertSameBits(golden.Floats("absmax"), absmax, "absmax");

        BlockwiseCodec.Quantize(code, input, blockSize, nearest: true, codes, absmax);
        if (golden.Has("q_nearest"))
        {
            Assert.Equal(golden.Bytes("q_nearest"), codes);
        }
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Dequantising_gives_the_library_s_values(string id)
    {
        using var golden = QuantGolden.Open(id);
        AssertDequantised(golden, golden.Floats("absmax"));
    }

    [Theory]
    [MemberData(nameof(Nested))]
    public void Nested_statistics_work_at_any_block_size(string id)
    {
        using var golden = QuantGolden.Open(id);
        var (input, blockSize) = (golden.Floats("input"), golden.Int("blocksize"));
        var absmax = new float[(input.Length + blockSize - 1) / blockSize];
        BlockwiseCodec.Quantize(Code(golden), input, blockSize, nearest: false, new byte[input.Length], absmax);
        var nested = NestedAbsmax.Quantize(absmax, golden.Floats("offset")[0], golden.Int("nested_blocksize"), nearest: false);
        Assert.Equal(golden.Bytes("absmax_u8"), nested.Codes);
        QuantGolden.AssertSameBits(golden.Floats("nested_absmax"), nested.Absmax, "absmax of absmax");

        NestedAbsmax.Dequantize(EightBitCode.Dynamic.Values, nested.Codes, nested.Absmax, nested.Offset, golden.Int("nested_blocksize"), 0, absmax);
        AssertDequantised(golden, absmax);
    }

    private static EightBitCode Code(QuantGolden golden) => new(QuantGolden.Table(golden.Text("code")).ToFloats());

    private static void AssertDequantised(QuantGolden golden, float[] absmax)
    {
        var codes = golden.Bytes("q");
        var values = new float[codes.Length];
        BlockwiseCodec.Dequantize(Code(golden), codes, absmax, golden.Int("blocksize"), values);
        foreach (var (role, dtype) in (ReadOnlySpan<(string, DType)>)[("dequant_f32", DType.F32), ("dequant_f16", DType.F16), ("dequant_bf16", DType.BF16)])
        {
            if (golden.Has(role))
            {
                QuantGolden.AssertSameBits(golden.Floats(role), [.. values.Select(value => Precision.Round(value, dtype))], role);
            }
        }
    }
}
