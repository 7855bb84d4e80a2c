using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Tensors;
using static Chameleon.Engine.Tests.Compute.ProductOperands;

namespace Chameleon.Engine.Tests.Compute.Cpu.Gemm;

public sealed class CpuGatherTests
{
    [Theory]
    [InlineData(DType.F32, 1)]
    [InlineData(DType.F32, 37)]
    [InlineData(DType.BF16, 1)]
    [InlineData(DType.BF16, 15)]
    [InlineData(DType.BF16, 16)]
    [InlineData(DType.BF16, 83)]
    public void Embedded_rows_are_the_table_s(DType dtype, int hidden)
    {
        var table = Host(new Random(hidden), dtype, 11, hidden);
        var values = table.ToFloats();
        int[] ids = [10, 0, 3, 3, 7];
        var expected = ids.SelectMany(id => values[(id * hidden)..((id + 1) * hidden)]).ToArray();
        using var reference = new ReferenceDevice();
        using var device = new CpuDevice();
        Assert.Equal(expected, Embed(reference, table, ids));
        Assert.Equal(expected, Embed(device, table, ids));
    }

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

    private static float[] Embed(IComputeDevice device, HostTensor host, int[] ids)
    {
        using var table = device.Upload(host, host.DType);
        using var output = Unwritten(device, ids.Length, host.Shape[1]);
        device.Embed(ids, table, output);
        var values = new float[output.ElementCount];
        device.Read(output, 0, values);
        return values;
    }
}
