using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Packed;

/// <summary>
/// A product by packed weights has the bits of the product by the same weights restored, or where scales join afterwards
/// those of the law of <see cref="IComputeDevice"/>, whatever the instruction set, the threads and the number of rows.
/// </summary>
public sealed class PackedWeightTests
{
    [Theory]
    [InlineData("nf4", false, 64)]
    [InlineData("nf4", true, 64)]
    [InlineData("fp4", false, 64)]
    [InlineData("fp4", true, 128)]
    [InlineData("nf4", false, 32)]
    [InlineData("nf4", true, 4096)]
    public void Blocks_of_4_bits_give_the_bits_of_the_law(string code, bool nested, int blockSize)
    {
        foreach (var (features, inner) in (ReadOnlySpan<(int, int)>)[(75, 64), (33, 192), (1, 176), (130, 448), (64, 1024)])
        {
            foreach (var rows in (ReadOnlySpan<int>)[0, 1, 2, 5, 29])
            {
                AssertSameAsReference(random => PackedOperands.FourBit(random, code, nested, blockSize, features, inner), rows);
            }
        }
    }

    [Theory]
    [InlineData(false, 64)]
    [InlineData(true, 128)]
    public void Many_blocks_of_rows_give_the_bits_of_the_law(bool nested, int blockSize) =>
        AssertSameAsReference(random => PackedOperands.FourBit(random, "nf4", nested, blockSize, 35, 896), rows: 175);

    [Theory]
    [InlineData(64, 1024, 64)]
    [InlineData(64, 96, 32)]
    [InlineData(32, 176, 16)]
    [InlineData(4096, 1024, 64)]
    [InlineData(128, 896, 64)]
    public void The_law_is_a_chain_of_code_values_for_each_run_and_a_multiply_add_by_its_scale(int blockSize, int inner, int chainLength)
    {
        const int Features = 6;
        var weight = PackedOperands.FourBit(new Random(3), "nf4", nested: false, blockSize, Features, inner);
        var rows = (IFourBitRows)weight;
        var bias = Values(new Random(4), Features);
        var input = Values(new Random(5), inner);
        var codes = new byte[inner];
        var scales = new float[inner / rows.RunLength];
        var (expected, exact) = (new float[Features], weight.ToFloats());
        for (var feature = 0; feature < Features; feature++)
        {
            rows.ReadCodes(feature, codes);
            rows.ReadScales(feature, scales);
            var (total, sum, magnitude) = (0f, 0.0, 0.0);
            for (var start = 0; start < inner; start += chainLength)
            {
                var chain = 0f;
                for (var k = start; k < start + chainLength; k++)
                {
                    chain = MathF.FusedMultiplyAdd(rows.CodeValues[codes[k]], input[k], chain);
                    sum += (double)exact[(feature * inner) + k] * input[k];
                    magnitude += Math.Abs((double)exact[(feature * inner) + k] * input[k]);
                }

                total = MathF.FusedMultiplyAdd(scales[start / rows.RunLength], chain, total);
            }

            expected[feature] = total + bias[feature];
            Assert.InRange(Math.Abs(expected[feature] - (sum + bias[feature])), 0, 1e-6 * (magnitude + Math.Abs(bias[feature])));
        }

        using var reference = new ReferenceDevice();
        using var packed = reference.PackLinear(weight, HostTensor.From("bias", bias, Features));
        using var x = reference.Upload(HostTensor.From("input", input, 1, inner));
        using var y = Unwritten(reference, 1, Features);
        reference.Linear(x, packed, y);
        EveryDevice.AssertSameBits(expected, reference.Values(y), $"Blocks of {blockSize} on {inner} inner indices");
    }

    [Theory]
    [InlineData("qint4", 128)]
    [InlineData("qint4", 32)]
    [InlineData("qint2", 128)]
    public void Groups_with_shifts_give_the_bits_of_restored_weights(string type, int groupSize)
    {
        foreach (var scaleType in (ReadOnlySpan<DType>)[DType.F32, DType.BF16])
        {
            foreach (var rows in (ReadOnlySpan<int>)[1, 3, 26])
            {
                AssertSameAsRestored(random => PackedOperands.Groups(random, Type(type), scaleType, groupSize, 37, 3 * groupSize), rows);
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("qint8")]
    [InlineData("qfloat8_e4m3fn")]
    public void Rows_of_bytes_give_the_bits_of_restored_weights(string? type)
    {
        foreach (var scaleType in type is null ? (ReadOnlySpan<DType>)[DType.F32] : [DType.F32, DType.F16, DType.BF16])
        {
            foreach (var rows in (ReadOnlySpan<int>)[0, 1, 2, 4, 30])
            {
                AssertSameAsRestored(random => PackedOperands.Rows(random, type is null ? null : Type(type), scaleType, 69, 391), rows);
            }
        }
    }

    [Fact]
    public void Random_shapes_give_the_bits_of_the_law()
    {
        var random = new Random(11);
        for (var i = 0; i < 40; i++)
        {
            var (code, nested, blockSize) = (random.Next(2) == 0 ? "nf4" : "fp4", random.Next(2) == 0, 32 << random.Next(4));
            var (features, inner) = (random.Next(1, 200), 16 * random.Next(1, 40));
            AssertSameAsReference(seeded => PackedOperands.FourBit(seeded, code, nested, blockSize, features, inner), random.Next(1, 40), seed: i);
        }
    }

    [Theory]
    [InlineData(64, false, 4.5)]
    [InlineData(128, false, 4.25)]
    [InlineData(64, true, 4.13)]
    public void Four_bit_weights_take_what_they_take_in_the_checkpoint(int blockSize, bool nested, double bits)
    {
        using var device = new CpuDevice();
        using var weight = device.PackLinear(PackedOperands.FourBit(new Random(1), "nf4", nested, blockSize, 512, 1024));
        Assert.Equal(weight.ByteCount, device.AllocatedBytes);

        // The nested operands here have blocks of 16 magnitudes, the reference's of 256.
        var allowed = nested ? 0.2 : 0;
        Assert.InRange(8.0 * weight.ByteCount / (512 * 1024), bits - 0.01, bits + allowed + 0.001);
    }

    [Fact]
    public void Bytes_take_what_they_take_in_the_checkpoint()
    {
        using var device = new CpuDevice();
        using var weight = device.PackLinear(PackedOperands.Rows(new Random(1), null, DType.F32, 512, 300));
        Assert.Equal((512 * 300) + (512 * sizeof(float)), weight.ByteCount);
    }

    [Theory]
    [InlineData(64, 50)]
    [InlineData(64, 24)]
    [InlineData(32, 31)]
    public void Blocks_that_do_not_lie_along_rows_are_restored(int blockSize, int inner)
    {
        AssertSameAsRestored(random => PackedOperands.FourBit(random, "nf4", nested: false, blockSize, 40, inner), rows: 3);
        AssertSameAsRestored(random => PackedOperands.FourBit(random, "nf4", nested: true, blockSize, 40, inner), rows: 1);
    }

    [Fact]
    public void A_magnitude_that_is_no_number_is_refused_and_nothing_stays_allocated()
    {
        using var device = new CpuDevice();
        var damaged = new FourBitTensor(
            [4, 64], HostTensor.From("weight", new float[32], 32),
            new Magnitudes(HostTensor.From("weight.absmax", [1, 1, float.NaN, 1], 4), null, "file"),
            Engine.Quantization.FourBit.FourBitCode.Nf4, 64);
        var error = Assert.Throws<Engine.Checkpoints.CheckpointException>(() => device.PackLinear(damaged));
        Assert.Contains("weight.absmax", error.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    private static QuantoType Type(string name) => QuantoType.All.Single(type => type.Name == name);

    private static void AssertSameAsRestored(Func<Random, QuantizedTensor> make, int rows, int seed = 1) =>
        AssertSame(make, quantized => HostTensor.From("weight", quantized.ToFloats(), quantized.Shape), rows, seed);

    private static void AssertSameAsReference(Func<Random, QuantizedTensor> make, int rows, int seed = 1) =>
        AssertSame(make, quantized => quantized, rows, seed);

    /// <param name="make">The matrix.</param>
    /// <param name="onReference">What the reference device is given instead of it.</param>
    /// <param name="rows">Rows of the input.</param>
    /// <param name="seed">Of all random values.</param>
    private static void AssertSame(Func<Random, QuantizedTensor> make, Func<QuantizedTensor, HostTensor> onReference, int rows, int seed)
    {
        var quantized = make(new Random(seed));
        var bias = rows % 2 == 0 ? Host(new Random(seed + 1), DType.F32, quantized.Shape[0]) : null;
        using var reference = new ReferenceDevice();
        var expected = Multiply(reference, onReference(quantized), bias, rows, seed);
        var actual = EveryDevice.OnEveryCpu(device => Multiply(device, quantized, bias, rows, seed));
        EveryDevice.AssertSameBits(expected, actual, $"{quantized.Format} [{quantized.Shape[0]}, {quantized.Shape[1]}], {rows} rows");
    }

    private static float[] Multiply(IComputeDevice device, HostTensor weight, HostTensor? bias, int rows, int seed)
    {
        using var packed = device.PackLinear(weight, bias);
        using var input = Upload(device, new Random(seed + 2), rows, weight.Shape[1]);
        using var output = Unwritten(device, rows, weight.Shape[0]);
        device.Linear(input, packed, output);
        return device.Values(output);
    }
}
