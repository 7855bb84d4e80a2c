using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tensors;
using Chameleon.Engine.Tests.Compute.Cpu.Packed;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Integer;

/// <summary>Products of whole numbers: the bits of plain loops, on every instruction set, and near the exact product.</summary>
public sealed class IntegerActivationTests
{
    public static TheoryData<ActivationPrecision> Precisions => [ActivationPrecision.Int8, ActivationPrecision.Int16];

    [Theory]
    [InlineData(ActivationPrecision.Int8, "nf4", false, 64)]
    [InlineData(ActivationPrecision.Int8, "nf4", true, 64)]
    [InlineData(ActivationPrecision.Int8, "fp4", false, 32)]
    [InlineData(ActivationPrecision.Int8, "fp4", true, 256)]
    [InlineData(ActivationPrecision.Int16, "nf4", false, 64)]
    [InlineData(ActivationPrecision.Int16, "nf4", true, 64)]
    [InlineData(ActivationPrecision.Int16, "fp4", false, 32)]
    [InlineData(ActivationPrecision.Int16, "fp4", true, 256)]
    public void Blocks_of_4_bits_give_the_bits_of_plain_loops(ActivationPrecision precision, string code, bool nested, int blockSize)
    {
        foreach (var (features, inner) in (ReadOnlySpan<(int, int)>)[(16, 64), (37, 176), (1, 512), (50, 1344)])
        {
            foreach (var rows in (ReadOnlySpan<int>)[0, 1, 3, 7, 65])
            {
                AssertPlain(precision, random => PackedOperands.FourBit(random, code, nested, blockSize, features, inner), rows);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(256)]
    public void Nested_blocks_of_any_length_give_the_bits_of_plain_loops(int nestedBlockSize)
    {
        foreach (var (features, inner) in (ReadOnlySpan<(int, int)>)[(33, 1344), (18, 4160)])
        {
            foreach (var rows in (ReadOnlySpan<int>)[1, 3, 70])
            {
                AssertPlain(ActivationPrecision.Int8, random => PackedOperands.FourBit(random, "nf4", nested: true, 64, features, inner, nestedBlockSize), rows);
            }
        }
    }

    [Theory]
    [InlineData(ActivationPrecision.Int8, null)]
    [InlineData(ActivationPrecision.Int8, "qint8")]
    [InlineData(ActivationPrecision.Int16, null)]
    [InlineData(ActivationPrecision.Int16, "qint8")]
    public void Rows_of_int8_give_the_bits_of_plain_loops(ActivationPrecision precision, string? type)
    {
        foreach (var (features, inner) in (ReadOnlySpan<(int, int)>)[(16, 64), (21, 100), (40, 4), (20, 1100)])
        {
            foreach (var rows in (ReadOnlySpan<int>)[1, 2, 9])
            {
                AssertPlain(
                    precision, random => PackedOperands.Rows(random, type is null ? null : Engine.Quantization.Quanto.QuantoType.Int8, DType.F32, features, inner), rows);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void A_row_has_the_same_bits_alone_and_among_others(ActivationPrecision precision)
    {
        const int Rows = 173; // more than a block of them
        var weight = PackedOperands.FourBit(new Random(3), "nf4", nested: true, 64, 70, 640);
        using var device = new CpuDevice(new CpuOptions { Activations = precision });
        using var packed = device.PackLinear(weight);
        var values = Values(new Random(4), Rows * 640);
        var all = Multiply(values, Rows);
        for (var row = 0; row < Rows; row++)
        {
            EveryDevice.AssertSameBits(all[(row * 70)..((row + 1) * 70)], Multiply(values[(row * 640)..((row + 1) * 640)], 1), $"row {row}");
        }

        float[] Multiply(float[] rows, int count)
        {
            using var input = device.Tensor(rows, count, 640);
            using var output = Unwritten(device, count, 70);
            device.Linear(input, packed, output);
            return device.Values(output);
        }
    }

    [Theory]
    [InlineData(ActivationPrecision.Int8, "nf4", 1e-4, 0.015)]
    [InlineData(ActivationPrecision.Int8, "fp4", 1e-4, 0.015)]
    [InlineData(ActivationPrecision.Int8, null, 1e-4, 0.01)]
    [InlineData(ActivationPrecision.Int16, "nf4", 1e-6, 3e-4)]
    [InlineData(ActivationPrecision.Int16, "fp4", 1e-6, 3e-4)]
    [InlineData(ActivationPrecision.Int16, null, 1e-6, 1e-4)]
    public void The_error_is_small_beside_the_product(ActivationPrecision precision, string? code, double least, double allowed)
    {
        var random = new Random(8);
        var weight = code is null ? PackedOperands.Rows(random, null, DType.F32, 256, 2048) : PackedOperands.FourBit(random, code, nested: false, 64, 256, 2048);
        var x = EveryDevice.Random(9, 2048);
        var (exact, fast) = (Multiply(ActivationPrecision.Float32), Multiply(precision));
        var error = Math.Sqrt(exact.Zip(fast, (a, b) => Math.Pow(a - b, 2)).Sum() / exact.Sum(a => Math.Pow(a, 2)));
        Assert.InRange(error, least, allowed);

        float[] Multiply(ActivationPrecision activations)
        {
            using var device = new CpuDevice(new CpuOptions { Activations = activations });
            using var packed = device.PackLinear(weight);
            using var input = device.Tensor(x, 1, 2048);
            using var output = Unwritten(device, 1, 256);
            device.Linear(input, packed, output);
            return device.Values(output);
        }
    }

    [Theory]
    [InlineData(ActivationPrecision.Int8, float.NaN)]
    [InlineData(ActivationPrecision.Int8, float.PositiveInfinity)]
    [InlineData(ActivationPrecision.Int16, float.NaN)]
    [InlineData(ActivationPrecision.Int16, float.NegativeInfinity)]
    public void What_is_not_finite_stays_seen_in_its_row(ActivationPrecision precision, float bad)
    {
        using var device = new CpuDevice(new CpuOptions { Activations = precision });
        using var packed = device.PackLinear(PackedOperands.FourBit(new Random(3), "nf4", nested: false, 64, 20, 128));
        var values = Values(new Random(4), 2 * 128);
        values[70] = bad;
        using var input = device.Tensor(values, 2, 128);
        using var output = Unwritten(device, 2, 20);
        device.Linear(input, packed, output);
        var result = device.Values(output);
        Assert.All(result[..20], value => Assert.True(float.IsNaN(value)));
        Assert.All(result[20..], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Other_weights_stay_with_float32()
    {
        foreach (var weight in (HostTensor[])
        [
            HostTensor.From("weight", Values(new Random(1), 30 * 50), 30, 50),
            PackedOperands.Groups(new Random(2), Engine.Quantization.Quanto.QuantoType.Int4, DType.F32, 64, 30, 128),
            PackedOperands.Rows(new Random(2), null, DType.F32, 30, 51),
        ])
        {
            var x = Values(new Random(5), weight.Shape[1]);
            var results = Enum.GetValues<ActivationPrecision>().Select(activations =>
            {
                using var device = new CpuDevice(new CpuOptions { Activations = activations });
                using var packed = device.PackLinear(weight);
                using var input = device.Tensor(x, 1, x.Length);
                using var output = Unwritten(device, 1, 30);
                device.Linear(input, packed, output);
                return device.Values(output);
            }).ToArray();
            Assert.All(results[1..], result => EveryDevice.AssertSameBits(results[0], result, weight.Name));
        }
    }

    [Fact]
    public void The_largest_sums_of_a_group_are_exact()
    {
        // Every weight stands for the codebook's largest number, every activation is its group's largest.
        var ones = HostTensor.From("m.weight", [.. Enumerable.Repeat(1f, 20 * 128)], 20, 128);
        var how = new WeightQuantization { Target = QuantizationTarget.Parse("nf4") };
        var weight = (QuantizedTensor)new WeightQuantizer(how, ["m"], "test", new ParallelOptions()).Convert("m", ones);
        foreach (var rows in (ReadOnlySpan<int>)[1, 6])
        {
            AssertPlain(ActivationPrecision.Int16, weight, [.. Enumerable.Repeat(-3f, rows * 128)], rows);
        }
    }

    [Theory]
    [InlineData(127)]
    [InlineData(4095)]
    public void The_codebook_of_nf4_is_nearer_to_it_than_even_steps_of_the_largest(short largest)
    {
        var values = FourBitCode.Nf4.Values.ToArray();
        var book = IntegerCodebook.Of(values, largest);
        Assert.InRange(book.Numbers.Max(), largest / 2, largest);
        Assert.True(Error(book.Numbers.Select(number => number * book.Unit)) < Error(values.Select(value => MathF.Round(value * largest) / largest)));

        double Error(IEnumerable<float> rounded) => rounded.Zip(values, (a, b) => Math.Pow(a - b, 2)).Sum();
    }

    private static void AssertPlain(ActivationPrecision precision, Func<Random, QuantizedTensor> make, int rows)
    {
        var weight = make(new Random(1));
        AssertPlain(precision, weight, Values(new Random(2), (long)rows * weight.Shape[1]), rows);
    }

    private static void AssertPlain(ActivationPrecision precision, QuantizedTensor weight, float[] x, int rows)
    {
        var bias = rows % 2 == 0 ? Values(new Random(3), weight.Shape[0]) : null;
        var expected = PlainIntegerProduct.Of(precision, weight, bias, x);
        foreach (var options in EveryDevice.CpuOptions)
        {
            using var device = new CpuDevice(options with { Activations = precision });
            using var packed = device.PackLinear(weight, bias is null ? null : HostTensor.From("bias", bias, bias.Length));
            using var input = device.Tensor(x, rows, weight.Shape[1]);
            using var output = Unwritten(device, rows, weight.Shape[0]);
            device.Linear(input, packed, output);
            EveryDevice.AssertSameBits(expected, device.Values(output), $"{device.Name}, {weight.Format} [{weight.Shape[0]}, {weight.Shape[1]}], {rows} rows");
        }
    }
}
