using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Quantization.Loading;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>The factors of a matrix in packed blocks, as addresses.</summary>
/// <param name="scales">The factors.</param>
/// <param name="outFeatures">Rows of the matrix.</param>
internal readonly unsafe struct ScaleRows(BlockScales scales, int outFeatures)
{
    private const int Lanes = 8;

    private readonly void* values = (void*)scales.Values.Address;
    private readonly int segments = scales.Segments;
    private readonly int width = scales.PanelWidth;
    private readonly float* table = scales.Nested is { } nested ? (float*)nested.Table.Address : null;
    private readonly float* absmax = scales.Nested is { } nested ? (float*)nested.Absmax.Address : null;
    private readonly float offset = scales.Nested?.Offset ?? 0;

    /// <summary>Segments that share one of <see cref="absmax"/>, and the power of two that they are; −1 where they are none.</summary>
    private readonly nint outerSegments = OuterSegments(scales);
    private readonly int outerShift = nint.IsPow2(OuterSegments(scales)) ? (int)nint.Log2(OuterSegments(scales)) : -1;

    /// <summary>Inner indices of a segment.</summary>
    public int SegmentLength { get; } = scales.SegmentLength;

    /// <summary>Inner indices that are multiplied before their factor is; divides <see cref="SegmentLength"/>.</summary>
    public int ChainLength { get; } = IFourBitRows.ChainLength(scales.SegmentLength);

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

        for (var row = 0; row < width; row += Lanes)
        {
            Restore((byte*)values + start + row, (panel * width) + row, first, count, scratch + row);
        }

        return scratch;
    }

    /// <summary>Factors that scratch space must hold for the chains of some inner indices of a panel.</summary>
    public int ChainScratchFloats(int depth) => table == null && ChainLength == SegmentLength ? 0 : depth / ChainLength * width;

    /// <summary>Factors [chains, width] of a panel's inner indices [start, start + depth): where they lie, or in scratch space.</summary>
    public float* TakeForChains(int panel, int start, int depth, float* scratch)
    {
        if (ChainLength == SegmentLength)
        {
            return Take(panel, start / SegmentLength, depth / SegmentLength, scratch);
        }

        var destination = scratch;
        for (var k = start; k < start + depth; k += ChainLength, destination += width)
        {
            var factors = Take(panel, k / SegmentLength, 1, destination);
            if (factors != destination)
            {
                new ReadOnlySpan<float>(factors, width).CopyTo(new Span<float>(destination, width));
            }
        }

        return scratch;
    }

    private static nint OuterSegments(BlockScales scales) =>
        scales.Nested is { } nested ? (nint)((long)nested.BlockSize * nested.InnerBlockSize / scales.SegmentLength) : 1;

    /// <summary>Restores the factors of eight neighbouring rows.</summary>
    private void Restore(byte* codes, int firstRow, int first, int count, float* destination)
    {
        var outer = stackalloc float[Lanes];
        while (count > 0)
        {
            // The longest run of segments within which no row comes to its next outer magnitude.
            nint run = count;
            for (var lane = 0; lane < Lanes; lane++)
            {
                // Rows of the last panel that do not exist have codes of zero, and the last row's place.
                var segment = ((nint)Math.Min(firstRow + lane, outFeatures - 1) * segments) + first;
                var index = outerShift >= 0 ? segment >> outerShift : segment / outerSegments;
                outer[lane] = absmax[index];
                run = Math.Min(run, outerSegments - (segment - (index * outerSegments)));
            }

            var magnitudes = Vector256.Create(outer[0], outer[1], outer[2], outer[3], outer[4], outer[5], outer[6], outer[7]);
            var end = codes + (run * width);
            for (; codes < end; codes += width, destination += width)
            {
                // Two roundings: the product, then the sum.
                ((Look(codes) * magnitudes) + Vector256.Create(offset)).Store(destination);
            }

            first += (int)run;
            count -= (int)run;
        }
    }

    /// <summary>One by one: the processors that this was timed on gather at half the speed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Look(byte* codes) => Vector256.Create(
        table[codes[0]], table[codes[1]], table[codes[2]], table[codes[3]], table[codes[4]], table[codes[5]], table[codes[6]], table[codes[7]]);
}
