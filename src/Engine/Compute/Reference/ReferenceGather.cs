using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Copies of chosen rows, element by element.</summary>
internal static unsafe class ReferenceGather
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
        var y = (float*)output.Address;
        var width = table.RowSize;
        foreach (var row in rows)
        {
            for (var c = 0L; c < width; c++)
            {
                *y++ = ReferenceLinear.Element(table, (row * width) + c);
            }
        }
    }
}
