using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Cpu.Amx;

namespace Chameleon.Engine.Tests.Compute.Cpu.Amx;

/// <summary>The machine that the tests run on: with AMX it is used, without it nothing changes, and either is explained.</summary>
public sealed class AmxProcessorTests
{
    [Fact]
    public void A_processor_that_is_granted_gives_the_sums_of_the_interpreter()
    {
        var processor = AmxProcessor.TryTake();
        Assert.Equal(processor is not null, AmxProcessor.IsTaken);
        Assert.Equal(processor is null, AmxProcessor.Obstacle is { Length: > 0 });
        if (processor is null)
        {
            return;
        }

        var random = new Random(5);
        foreach (var groupLength in (ReadOnlySpan<int>)[64, 32, 4])
        {
            var activations = TileInterpreterTests.Bytes(random, 7 * TileBlock.OperandBytes);
            var weights = TileInterpreterTests.Bytes(random, 7 * TileBlock.OperandBytes);
            Assert.Equal(
                TileTrial.SumsOf(TileInterpreter.OfShippedCode, groupLength, activations, weights),
                TileTrial.SumsOf(processor, groupLength, activations, weights));
        }
    }

    [Fact]
    public void A_device_names_it_only_when_it_was_asked_for_and_granted()
    {
        var granted = AmxProcessor.TryTake() is not null;
        Assert.Equal(granted, Name(new CpuOptions { Amx = true, Activations = ActivationPrecision.Int8 }).Contains("AMX", StringComparison.Ordinal));
        Assert.DoesNotContain("AMX", Name(new CpuOptions { Amx = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("AMX", Name(new CpuOptions { Activations = ActivationPrecision.Int8 }), StringComparison.Ordinal);
        using var device = new CpuDevice(new CpuOptions { Threads = 1, Instructions = CpuInstructions.Avx512, Activations = ActivationPrecision.Int8 }, TileInterpreter.OfShippedCode);
        Assert.Equal("cpu (AVX-512, AMX, 1 thread, int8 activations)", device.Name);

        static string Name(CpuOptions options)
        {
            using var device = new CpuDevice(options);
            return device.Name;
        }
    }

    [Fact]
    public void What_the_machine_offers_is_told()
    {
        var feature = Assert.Single(CpuFeatures.Inspect(), feature => feature.Name == "AMX");
        Assert.Equal(AmxProcessor.IsPresent, feature.Offered);
        Assert.Equal(AmxProcessor.IsTaken, feature.Used);
        Assert.Equal(AmxProcessor.Obstacle is { } obstacle ? obstacle : feature.Detail, feature.Detail);
    }

    [Fact]
    public void Code_can_be_placed_and_called_where_the_system_allows_it()
    {
        if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            return;
        }

        var code = new TileAssembler();
        code.Load(Register64.Rax, Register64.Rdi, 8);
        code.Advance(Register64.Rax, 5);
        code.Return();
        var address = ExecutableMemory.TryPlace(code.Code);
        if (address != 0)
        {
            unsafe
            {
                var values = stackalloc long[] { 1, 37 };
                Assert.Equal(42, ((delegate* unmanaged<long*, long>)address)(values));
            }
        }
    }
}
