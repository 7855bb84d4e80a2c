using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Copies of chosen rows, as fast as memory is.</summary>
internal static unsafe class CpuGather
{
    /// <summary>output[i] = input[rows[i]].</summary>
    public static void Rows(Tensor input, ReadOnlySpan<int> rows, Tensor output)
    {
        OperandChecks.GatherRows(input, rows, output);
        var bytes = input.RowSize * sizeof(float);
        var destination = (byte*)output.Address;
        foreach (var row in rows)
        {
            Buffer.MemoryCopy((byte*)input.Address + (row * bytes), destination, bytes, bytes);
            destination += bytes;
        }

        GC.KeepAlive(input);
        GC.KeepAlive(output);
    }
}
