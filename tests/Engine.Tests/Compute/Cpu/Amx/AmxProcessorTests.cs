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
                TileInterpreterTests.Run(TileInterpreter.OfShippedCode, groupLength, activations, weights),
                TileInterpreterTests.Run(processor, groupLength, activations, weights));
        }
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
