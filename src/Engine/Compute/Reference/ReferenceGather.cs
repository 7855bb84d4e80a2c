using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Copies of chosen rows, element by element.</summary>
internal static unsafe class ReferenceGather
{
    /// <summary>output[i] = input[rows[i]].</summary>
    public static void Rows(Tensor input, ReadOnlySpan<int> rows, Tensor output)
    {
        OperandChecks.GatherRows(input, rows, output);
        var x = (float*)input.Address;
        var y = (float*)output.Address;
        var width = input.RowSize;
        foreach (var row in rows)
        {
            for (var c = 0L; c < width; c++)
            {
                *y++ = x[(row * width) + c];
            }
        }
    }
}
