using Chameleon.Engine.Quantization.EightBit;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class FourBitGoldenTests
{
    public static TheoryData<string> Plain => QuantGolden.Ids("bnb4");

    public static TheoryData<string> Nested => QuantGolden.Ids("bnb4_nested");

    [Theory]
    [InlineData("nf4")]
    [InlineData("fp4")]
    public void Tables_and_bounds_are_the_library_s(string name)
    {
        var code = Code(name);
        QuantGolden.AssertSameBits(QuantGolden.Table($"{name}.code").ToFloats(), code.Values, "code");
        QuantGolden.AssertSameBits(QuantGolden.Table($"{name}.bounds_cpu").ToFloats(), code.Bounds, "bounds");
        Assert.Equal(QuantGolden.Table($"{name}.sorted_codes").ToFloats(), code.NibbleOfRank.ToArray().Select(nibble => (float)nibble));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Quantising_gives_the_library_s_bytes(string id)
    {
        using var golden = QuantGolden.Open(id);
        var (packed, absmax) = Quantize(golden);
        Assert.Equal(golden.Bytes("packed"), packed);
        QuantGolden.AssertSameBits(golden.Floats("absmax"), absmax, "absmax");
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
    public void Nested_statistics_are_the_library_s_bytes(string id)
    {
        using var golden = QuantGolden.Open(id);
        var (packed, absmax) = Quantize(golden);
        Assert.Equal(golden.Bytes("packed"), packed);
        QuantGolden.AssertSameBits(golden.Floats("absmax_before_nesting"), absmax, "absmax");

        var nested = NestedAbsmax.Quantize(absmax);
        QuantGolden.AssertSameBits(golden.Floats("offset"), [nested.Offset], "offset");
        Assert.Equal(golden.Bytes("absmax_u8"), nested.Codes);
        QuantGolden.AssertSameBits(golden.Floats("nested_absmax"), nested.Absmax, "absmax of absmax");

        var nearest = NestedAbsmax.Quantize(absmax, nested.Offset, golden.Int("nested_blocksize"), nearest: true);
        Assert.Equal(golden.Bytes("absmax_u8_nearest"), nearest.Codes);
    }

    [Theory]
    [MemberData(nameof(Nested))]
    public void Nested_statistics_are_restored_to_the_last_bit(string id)
    {
        using var golden = QuantGolden.Open(id);
        var codes = golden.Bytes("absmax_u8");
        var absmax = new float[codes.Length];
        NestedAbsmax.Dequantize(
            EightBitCode.Dynamic.Values, codes, golden.Floats("nested_absmax"), golden.Floats("offset")[0], golden.Int("nested_blocksize"), 0, absmax);
        QuantGolden.AssertSameBits(golden.Floats("absmax_dequant"), absmax, "absmax");
        AssertDequantised(golden, absmax);
    }

    private static FourBitCode Code(string name) => name == "nf4" ? FourBitCode.Nf4 : FourBitCode.Fp4;

    private static (byte[] Packed, float[] Absmax) Quantize(QuantGolden golden)
    {
        var (input, blockSize) = (golden.Floats("input"), golden.Int("blocksize"));
        var packed = new byte[FourBitCodec.PackedLength(input.Length)];
        var absmax = new float[FourBitCodec.BlockCount(input.Length, blockSize)];
        FourBitCodec.Quantize(Code(golden.Text("quant_type")), input, blockSize, packed, absmax);
        return (packed, absmax);
    }

    private static void AssertDequantised(QuantGolden golden, float[] absmax)
    {
        var values = new float[golden.Tensor("input").ElementCount];
        FourBitCodec.Dequantize(Code(golden.Text("quant_type")), golden.Bytes("packed"), absmax, golden.Int("blocksize"), 0, values);
        foreach (var (role, dtype) in (ReadOnlySpan<(string, DType)>)[("dequant_f32", DType.F32), ("dequant_f16", DType.F16), ("dequant_bf16", DType.BF16)])
        {
            if (golden.Has(role))
            {
                QuantGolden.AssertSameValues(golden.Floats(role), [.. values.Select(value => Precision.Round(value, dtype))], role);
            }
        }
    }
}
