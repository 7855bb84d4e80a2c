using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Amx;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Quanto;
using Chameleon.Engine.Tensors;
using Chameleon.Engine.Tests.Compute.Cpu.Integer;
using Chameleon.Engine.Tests.Compute.Cpu.Packed;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>
/// Whole products by tiles, on the interpreted code and, where there is one, on the processor: the bits of products without.
/// </summary>
public sealed class AmxProductTests
{
    [Theory]
    [InlineData("nf4", false, 64)]
    [InlineData("nf4", true, 64)]
    [InlineData("fp4", false, 32)]
    [InlineData("nf4", true, 256)]
    public void Blocks_of_4_bits_give_the_bits_of_plain_loops(string code, bool nested, int blockSize)
    {
        foreach (var (features, inner, rows) in (ReadOnlySpan<(int, int, int)>)[(16, 64, 8), (37, 176, 33), (50, 320, 70), (17, 2304, 11)])
        {
            AssertPlain(PackedOperands.FourBit(new Random(rows), code, nested, blockSize, features, inner), rows);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("qint8")]
    public void Rows_of_int8_give_the_bits_of_plain_loops(string? type)
    {
        foreach (var (features, inner, rows) in (ReadOnlySpan<(int, int, int)>)[(16, 64, 16), (21, 100, 9), (65, 4, 32), (20, 2116, 11)])
        {
            AssertPlain(PackedOperands.Rows(new Random(rows), type is null ? null : QuantoType.Int8, DType.F32, features, inner), rows);
        }
    }

    [Fact]
    public void Any_shape_gives_the_bits_that_it_has_without()
    {
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var (features, rows) = (random.Next(1, 90), random.Next(1, 80));
            QuantizedTensor weight = (i % 3) switch
            {
                0 => PackedOperands.FourBit(random, "nf4", nested: i % 2 == 0, 32 << random.Next(3), features, 64 * random.Next(1, 12)),
                1 => PackedOperands.FourBit(random, "fp4", nested: false, 64, features, 16 * random.Next(1, 40)),
                _ => PackedOperands.Rows(random, i % 2 == 0 ? null : QuantoType.Int8, DType.F32, features, 4 * random.Next(1, 200)),
            };
            var options = new CpuOptions { Instructions = (CpuInstructions)random.Next(3), Threads = random.Next(1, 4), Activations = ActivationPrecision.Int8 };
            var x = Values(random, (long)rows * weight.Shape[1]);
            using var without = new CpuDevice(options);
            using var with = new CpuDevice(options, TileInterpreter.OfShippedCode);
            EveryDevice.AssertSameBits(
                Multiply(without, weight, null, x), Multiply(with, weight, null, x), $"{with.Name}, {weight.Format} [{features}, {weight.Shape[1]}], {rows} rows");
        }
    }

    [Theory]
    [InlineData(ActivationPrecision.Int8, 7, 0)]
    [InlineData(ActivationPrecision.Int8, 8, 1)]
    [InlineData(ActivationPrecision.Int8, 33, 2)]
    [InlineData(ActivationPrecision.Int16, 33, 0)]
    [InlineData(ActivationPrecision.Float32, 33, 0)]
    public void Few_rows_and_other_activations_do_without_tiles(ActivationPrecision activations, int rows, int expectedCalls)
    {
        var machine = new CountingMachine();
        using var device = new CpuDevice(new CpuOptions { Threads = 2, Activations = activations }, machine);
        var weight = PackedOperands.FourBit(new Random(1), "nf4", nested: false, 64, 32, 128);
        _ = Multiply(device, weight, null, Values(new Random(2), rows * 128));
        Assert.Equal(expectedCalls, machine.Calls);
        Assert.Equal(0, machine.Unaligned);
    }

    [Fact]
    public void A_product_sees_nothing_of_the_one_before_it()
    {
        var options = new CpuOptions { Threads = 1, Activations = ActivationPrecision.Int8 };
        using var without = new CpuDevice(options);
        using var with = new CpuDevice(options, TileInterpreter.OfShippedCode);
        var random = new Random(9);
        foreach (var (features, inner, rows) in (ReadOnlySpan<(int, int, int)>)[(48, 512, 40), (20, 100, 12), (33, 36, 33), (16, 4, 8)])
        {
            var weight = PackedOperands.Rows(random, QuantoType.Int8, DType.F32, features, inner);
            var x = Values(random, (long)rows * inner);
            EveryDevice.AssertSameBits(Multiply(without, weight, null, x), Multiply(with, weight, null, x), $"[{features}, {inner}], {rows} rows");
        }
    }

    [Fact]
    public void What_is_not_finite_stays_seen_in_its_row()
    {
        using var device = new CpuDevice(new CpuOptions { Activations = ActivationPrecision.Int8 }, TileInterpreter.OfShippedCode);
        var values = Values(new Random(4), 40 * 128);
        values[(35 * 128) + 70] = float.NaN;
        var result = Multiply(device, PackedOperands.FourBit(new Random(3), "nf4", nested: false, 64, 20, 128), null, values);
        for (var row = 0; row < 40; row++)
        {
            Assert.All(result[(row * 20)..((row + 1) * 20)], value => Assert.Equal(row == 35, float.IsNaN(value)));
        }
    }

    [Fact]
    public void Memory_is_given_back()
    {
        var device = new CpuDevice(new CpuOptions { Activations = ActivationPrecision.Int8 }, TileInterpreter.OfShippedCode);
        _ = Multiply(device, PackedOperands.FourBit(new Random(3), "nf4", nested: false, 64, 20, 128), null, Values(new Random(4), 40 * 128));
        Assert.Equal(0, device.AllocatedBytes);
        device.Dispose();
        device.Dispose();
    }

    private static void AssertPlain(QuantizedTensor weight, int rows)
    {
        var x = Values(new Random(2), (long)rows * weight.Shape[1]);
        var bias = rows % 2 == 0 ? Values(new Random(3), weight.Shape[0]) : null;
        var expected = PlainIntegerProduct.Of(ActivationPrecision.Int8, weight, bias, x);
        ITileMachine?[] machines = [TileInterpreter.OfShippedCode, AmxProcessor.TryTake()];
        foreach (var machine in machines.OfType<ITileMachine>())
        {
            foreach (var options in EveryDevice.CpuOptions)
            {
                using var device = new CpuDevice(options with { Activations = ActivationPrecision.Int8 }, machine);
                EveryDevice.AssertSameBits(
                    expected, Multiply(device, weight, bias, x), $"{machine.GetType().Name}, {device.Name}, {weight.Format} [{weight.Shape[0]}, {weight.Shape[1]}], {rows} rows");
            }
        }
    }

    private static float[] Multiply(CpuDevice device, QuantizedTensor weight, float[]? bias, float[] x)
    {
        var rows = x.Length / weight.Shape[1];
        using var packed = device.PackLinear(weight, bias is null ? null : HostTensor.From("bias", bias, bias.Length));
        using var input = device.Tensor(x, rows, weight.Shape[1]);
        using var output = Unwritten(device, rows, weight.Shape[0]);
        device.Linear(input, packed, output);
        return device.Values(output);
    }

    /// <summary>Counts calls, and those whose tiles cross lines of the cache.</summary>
    private sealed unsafe class CountingMachine : ITileMachine
    {
        private int calls;
        private int unaligned;

        public int Calls => Volatile.Read(ref calls);

        public int Unaligned => Volatile.Read(ref unaligned);

        public void Run(TileArguments* arguments)
        {
            Interlocked.Increment(ref calls);
            if ((((nint)arguments->Activations | (nint)arguments->Weights | (nint)arguments->Sums) & 63) != 0)
            {
                Interlocked.Increment(ref unaligned);
            }

            TileInterpreter.OfShippedCode.Run(arguments);
        }
    }
}
