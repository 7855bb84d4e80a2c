using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>A stretch of a panel, its numbers restored, to be multiplied by rows of 16-bit numbers.</summary>
/// <param name="numbers">[depth / 2, width, 2].</param>
/// <param name="scales">Of the segments, from the one with the first inner index.</param>
/// <param name="leftOfSegment">Inner indices to the end of the first segment.</param>
/// <param name="segmentLength">Inner indices of a segment.</param>
/// <param name="depth">Inner indices of the stretch.</param>
/// <param name="groupLength">Inner indices of a group; the stretch starts at one's first.</param>
internal readonly unsafe struct IntegerStretch(byte* numbers, float* scales, int leftOfSegment, int segmentLength, int depth, int groupLength)
{
    /// <summary>Rows that share a pass over the stretch.</summary>
    public const int Rows = 6;

    private const int PairBytes = 2 * sizeof(short);
    private const int LineBytes = IntegerPanels.Width * PairBytes;

    /// <summary>Joins the sums of six neighbouring rows to what is there: twelve accumulators.</summary>
    /// <param name="x">The first row's activations, at the stretch.</param>
    /// <param name="rowBytes">From one row to the next.</param>
    /// <param name="xScales">The first row's scales, at the stretch.</param>
    /// <param name="groups">From one row's scales to the next's.</param>
    /// <param name="sums">[6, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplySix(byte* x, nint rowBytes, float* xScales, nint groups, float* sums)
    {
        var w = numbers;
        var scale = scales;
        var ofSegment = leftOfSegment;
        var (bytes3, bytes5) = (3 * rowBytes, 5 * rowBytes);
        for (var left = depth; left > 0; left -= groupLength, xScales++)
        {
            Vector256<int> i00 = default, i01 = default, i10 = default, i11 = default, i20 = default, i21 = default;
            Vector256<int> i30 = default, i31 = default, i40 = default, i41 = default, i50 = default, i51 = default;
            var end = x + (Math.Min(groupLength, left) * sizeof(short));
            for (; x < end; x += PairBytes, w += LineBytes)
            {
                var w0 = Vector256.Load((short*)w);
                var w1 = Vector256.Load((short*)w + Vector256<short>.Count);
                var pair = Pair(x);
                i00 = IntegerDot.Add(i00, w0, pair);
                i01 = IntegerDot.Add(i01, w1, pair);
                pair = Pair(x + rowBytes);
                i10 = IntegerDot.Add(i10, w0, pair);
                i11 = IntegerDot.Add(i11, w1, pair);
                pair = Pair(x + (2 * rowBytes));
                i20 = IntegerDot.Add(i20, w0, pair);
                i21 = IntegerDot.Add(i21, w1, pair);
                pair = Pair(x + bytes3);
                i30 = IntegerDot.Add(i30, w0, pair);
                i31 = IntegerDot.Add(i31, w1, pair);
                pair = Pair(x + (4 * rowBytes));
                i40 = IntegerDot.Add(i40, w0, pair);
                i41 = IntegerDot.Add(i41, w1, pair);
                pair = Pair(x + bytes5);
                i50 = IntegerDot.Add(i50, w0, pair);
                i51 = IntegerDot.Add(i51, w1, pair);
            }

            IntegerDot.Join(i00, i01, scale, xScales[0], sums);
            IntegerDot.Join(i10, i11, scale, xScales[groups], sums + IntegerPanels.Width);
            IntegerDot.Join(i20, i21, scale, xScales[2 * groups], sums + (2 * IntegerPanels.Width));
            IntegerDot.Join(i30, i31, scale, xScales[3 * groups], sums + (3 * IntegerPanels.Width));
            IntegerDot.Join(i40, i41, scale, xScales[4 * groups], sums + (4 * IntegerPanels.Width));
            IntegerDot.Join(i50, i51, scale, xScales[5 * groups], sums + (5 * IntegerPanels.Width));
            Advance(ref ofSegment, ref scale);
        }
    }

    /// <summary>The same for two rows, or for one and what stands in for another.</summary>
    /// <param name="x">The first row's activations, at the stretch.</param>
    /// <param name="rowBytes">To the second row's.</param>
    /// <param name="xScales">The first row's scales, at the stretch.</param>
    /// <param name="groups">To the second row's scales.</param>
    /// <param name="sums">[2, width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyTwo(byte* x, nint rowBytes, float* xScales, nint groups, float* sums)
    {
        var w = numbers;
        var scale = scales;
        var ofSegment = leftOfSegment;
        for (var left = depth; left > 0; left -= groupLength, xScales++)
        {
            Vector256<int> i00 = default, i01 = default, i10 = default, i11 = default;
            var end = x + (Math.Min(groupLength, left) * sizeof(short));
            for (; x < end; x += PairBytes, w += LineBytes)
            {
                var w0 = Vector256.Load((short*)w);
                var w1 = Vector256.Load((short*)w + Vector256<short>.Count);
                var pair = Pair(x);
                i00 = IntegerDot.Add(i00, w0, pair);
                i01 = IntegerDot.Add(i01, w1, pair);
                pair = Pair(x + rowBytes);
                i10 = IntegerDot.Add(i10, w0, pair);
                i11 = IntegerDot.Add(i11, w1, pair);
            }

            IntegerDot.Join(i00, i01, scale, xScales[0], sums);
            IntegerDot.Join(i10, i11, scale, xScales[groups], sums + IntegerPanels.Width);
            Advance(ref ofSegment, ref scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(byte* x) => Vector256.Create(*(int*)x).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(ref int ofSegment, ref float* scale)
    {
        ofSegment -= groupLength;
        if (ofSegment == 0)
        {
            ofSegment = segmentLength;
            scale += IntegerPanels.Width;
        }
    }
}
