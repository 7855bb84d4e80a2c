using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Compute.Cpu.Gemm;

public sealed class CpuGatherTests
{
    [Fact]
    public void Gathered_rows_are_the_input_s_and_none_is_fine()
    {
        using var device = new CpuDevice();
        using var input = device.Upload(HostTensor.From("input", [1, 2, 3, 4, 5, 6], 3, 2));
        using var output = device.Allocate(DType.F32, 2, 2);
        device.GatherRows(input, [2, 0], output);
        var result = new float[4];
        device.Read(output, 0, result);
        Assert.Equal([5, 6, 1, 2], result);

        output.Rows = 0;
        device.GatherRows(input, [], output);
    }
}
