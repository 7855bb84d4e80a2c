using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Copies of chosen rows, as fast as memory is.</summary>
internal static unsafe class CpuGather
{
    /// <summary>output[r] = table[ids[r]].</summary>
    public static void Embed(ReadOnlySpan<int> ids, Tensor table, Tensor output)
    {
        OperandChecks.Embed(ids, table, output);
        Copy(table, ids, output);
    }

    /// <summary>output[i] = input[rows[i]].</summary>
    public static void Rows(Tensor input, ReadOnlySpan<int> rows, Tensor output)
    {
        OperandChecks.GatherRows(input, rows, output);
        Copy(input, rows, output);
    }

    private static void Copy(Tensor table, ReadOnlySpan<int> rows, Tensor output)
    {
        var width = (nint)table.RowSize;
        var destination = (float*)output.Address;
        foreach (var row in rows)
        {
            if (table.DType == DType.BF16)
            {
                Widening.ToFloats((BFloat16*)table.Address + (row * width), destination, width);
            }
            else
            {
                Buffer.MemoryCopy((float*)table.Address + (row * width), destination, width * sizeof(float), width * sizeof(float));
            }

            destination += width;
        }

        GC.KeepAlive(table);
        GC.KeepAlive(output);
    }
}
