using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>One panel times one row or four.</summary>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The rows.</param>
/// <param name="codes">The panel's first unit.</param>
/// <param name="scales">The panel's scales.</param>
internal readonly unsafe struct Int8Tile<TWeights>(Int8Panels weights, Int8Activations activations, byte* codes, float* scales)
    where TWeights : IInt8Weights
{
    /// <summary>Rows that share a pass over the panel.</summary>
    public const int Rows = 4;

    private const int Lanes = 8;
    private const int UnitDepth = 4;

    /// <summary>The sums of one row, [16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyOne(int row, float* sums)
    {
        var table = weights.Table;
        var unit = codes;
        var scale = scales;
        var x = activations.Codes + ((nint)row * activations.Width);
        var xScale = activations.Scales + ((nint)row * activations.Groups);
        Vector256<float> f0 = default, f1 = default;
        var leftOfSegment = weights.SegmentLength;
        for (var left = activations.Width; left > 0; left -= activations.GroupLength, xScale++)
        {
            Vector256<int> i0 = default, i1 = default;
            var end = x + Math.Min(activations.GroupLength, left);
            for (; x < end; x += UnitDepth, unit += TWeights.UnitBytes)
            {
                Prefetch.Ahead(unit);
                TWeights.Load(unit, table, out var w0, out var w1);
                i0 = Int8Dot.Add(i0, w0, x);
                i1 = Int8Dot.Add(i1, w1, x);
            }

            var factor = Vector256.Create(*xScale);
            f0 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i0), Vector256.Load(scale) * factor, f0);
            f1 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i1), Vector256.Load(scale + Lanes) * factor, f1);
            leftOfSegment -= activations.GroupLength;
            if (leftOfSegment == 0)
            {
                leftOfSegment = weights.SegmentLength;
                scale += Int8Panels.Width;
            }
        }

        f0.Store(sums);
        f1.Store(sums + Lanes);
    }

    /// <summary>The sums of four neighbouring rows, [4, 16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyFour(int row, float* sums)
    {
        var table = weights.Table;
        var unit = codes;
        var scale = scales;
        nint width = activations.Width;
        nint groups = activations.Groups;
        var x = activations.Codes + (row * width);
        var xScale = activations.Scales + (row * groups);
        new Span<float>(sums, Rows * Int8Panels.Width).Clear();
        var leftOfSegment = weights.SegmentLength;
        for (var left = activations.Width; left > 0; left -= activations.GroupLength, xScale++)
        {
            Vector256<int> i00 = default, i01 = default, i10 = default, i11 = default, i20 = default, i21 = default, i30 = default, i31 = default;
            var end = x + Math.Min(activations.GroupLength, left);
            for (; x < end; x += UnitDepth, unit += TWeights.UnitBytes)
            {
                TWeights.Load(unit, table, out var w0, out var w1);
                i00 = Int8Dot.Add(i00, w0, x);
                i01 = Int8Dot.Add(i01, w1, x);
                i10 = Int8Dot.Add(i10, w0, x + width);
                i11 = Int8Dot.Add(i11, w1, x + width);
                i20 = Int8Dot.Add(i20, w0, x + (2 * width));
                i21 = Int8Dot.Add(i21, w1, x + (2 * width));
                i30 = Int8Dot.Add(i30, w0, x + (3 * width));
                i31 = Int8Dot.Add(i31, w1, x + (3 * width));
            }

            Join(i00, i01, scale, xScale[0], sums);
            Join(i10, i11, scale, xScale[groups], sums + Int8Panels.Width);
            Join(i20, i21, scale, xScale[2 * groups], sums + (2 * Int8Panels.Width));
            Join(i30, i31, scale, xScale[3 * groups], sums + (3 * Int8Panels.Width));
            leftOfSegment -= activations.GroupLength;
            if (leftOfSegment == 0)
            {
                leftOfSegment = weights.SegmentLength;
                scale += Int8Panels.Width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(Vector256<int> i0, Vector256<int> i1, float* scale, float xScale, float* sums)
    {
        var factor = Vector256.Create(xScale);
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i0), Vector256.Load(scale) * factor, Vector256.Load(sums)).Store(sums);
        Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i1), Vector256.Load(scale + Lanes) * factor, Vector256.Load(sums + Lanes)).Store(sums + Lanes);
    }
}
