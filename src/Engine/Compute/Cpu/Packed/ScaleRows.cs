namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>The factors of a matrix in packed blocks, as addresses.</summary>
/// <param name="scales">The factors.</param>
/// <param name="inFeatures">Length of a row of the matrix.</param>
/// <param name="outFeatures">Rows of the matrix.</param>
internal readonly unsafe struct ScaleRows(BlockScales scales, int inFeatures, int outFeatures)
{
    private readonly void* values = (void*)scales.Values.Address;
    private readonly int segments = scales.Segments;
    private readonly int width = scales.PanelWidth;
    private readonly float* table = scales.Nested is { } nested ? (float*)nested.Table.Address : null;
    private readonly float* absmax = scales.Nested is { } nested ? (float*)nested.Absmax.Address : null;
    private readonly float offset = scales.Nested?.Offset ?? 0;
    private readonly int nestedSize = scales.Nested?.BlockSize ?? 1;
    private readonly int blockSize = scales.Nested?.InnerBlockSize ?? 1;

    /// <summary>Inner indices of a segment.</summary>
    public int SegmentLength { get; } = scales.SegmentLength;

    /// <summary>Factors that scratch space must hold for some segments of a panel.</summary>
    public int ScratchFloats(int count) => table == null ? 0 : count * width;

    /// <summary>Factors [count, width] of some neighbouring segments of a panel: where they lie, or restored into scratch space.</summary>
    public float* Take(int panel, int first, int count, float* scratch)
    {
        var start = (((nint)panel * segments) + first) * width;
        if (table == null)
        {
            return (float*)values + start;
        }

        for (var row = 0; row < width; row++)
        {
            // Rows of the last panel that do not exist have codes of zero, and the last row's place.
            var feature = Math.Min((panel * width) + row, outFeatures - 1);
            Restore((byte*)values + start + row, ((long)feature * inFeatures) + ((long)first * SegmentLength), count, scratch + row);
        }

        return scratch;
    }

    /// <summary>Restores one row's factors, of segments from an element of the matrix on.</summary>
    private void Restore(byte* codes, long element, int count, float* destination)
    {
        var block = element / blockSize;
        var leftOfBlock = blockSize - (int)(element % blockSize);
        var outer = absmax + (block / nestedSize);
        var leftOfOuter = nestedSize - (int)(block % nestedSize);
        for (var segment = 0; segment < count; segment++, codes += width, destination += width)
        {
            // Two roundings: the product, then the sum.
            var product = table[*codes] * *outer;
            *destination = product + offset;
            leftOfBlock -= SegmentLength;
            if (leftOfBlock == 0)
            {
                leftOfBlock = blockSize;
                if (--leftOfOuter == 0)
                {
                    leftOfOuter = nestedSize;
                    outer++;
                }
            }
        }
    }
}
