using Chameleon.Engine.Quantization.FourBit;

namespace Chameleon.Engine.Tests.Quantization;

public sealed class FourBitCodecTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Vectors_quantise_as_one_element_at_a_time_does(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var (code, blockSize, values) = Draw(random);
            var (packed, absmax) = PlainFourBit.Quantize(code, values, blockSize);
            var (actual, actualAbsmax) = Quantize(code, values, blockSize);
            Assert.Equal(packed, actual);
            QuantGolden.AssertSameBits(absmax, actualAbsmax, $"{values.Length} values in blocks of {blockSize}");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Any_stretch_is_restored_as_one_element_at_a_time(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var (code, blockSize, values) = Draw(random);
            var (packed, absmax) = Quantize(code, values, blockSize);
            var start = random.Next(values.Length);
            var restored = new float[random.Next(values.Length - start) + 1];
            var block = start / blockSize;
            FourBitCodec.Dequantize(code, packed.AsSpan(block * blockSize / 2), absmax.AsSpan(block), blockSize, start % blockSize, restored);
            var expected = Enumerable.Range(start, restored.Length).Select(i => PlainFourBit.Value(code, packed, absmax, blockSize, i)).ToArray();
            QuantGolden.AssertSameBits(expected, restored, $"{restored.Length} values from {start} in blocks of {blockSize}");
        }
    }

    [Fact]
    public void A_value_that_is_not_finite_shows_in_its_block_s_magnitude()
    {
        foreach (var bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            for (var place = 0; place < 70; place++)
            {
                var values = new float[70];
                values[place] = bad;
                var (_, absmax) = Quantize(FourBitCode.Nf4, values, 64);
                Assert.False(float.IsFinite(absmax[place / 64]), $"{bad} at {place}");
            }
        }
    }

    private static (FourBitCode Code, int BlockSize, float[] Values) Draw(Random random)
    {
        var code = random.Next(2) == 0 ? FourBitCode.Nf4 : FourBitCode.Fp4;
        var values = new float[random.Next(1, 700)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(8) == 0 ? code.Bounds[random.Next(15)] * MathF.ScaleB(1, random.Next(-3, 4)) : (random.NextSingle() - 0.5f) * 4;
        }

        return (code, 32 << random.Next(4), values);
    }

    private static (byte[] Packed, float[] Absmax) Quantize(FourBitCode code, float[] values, int blockSize)
    {
        var packed = new byte[FourBitCodec.PackedLength(values.Length)];
        var absmax = new float[FourBitCodec.BlockCount(values.Length, blockSize)];
        FourBitCodec.Quantize(code, values, blockSize, packed, absmax);
        return (packed, absmax);
    }
}
