using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Quantization.Loading;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>A matrix of 4-bit codes as panels of float32, restored stretch by stretch.</summary>
/// <param name="matrix">The matrix.</param>
/// <param name="scales">Its factors.</param>
/// <param name="shifts">What is subtracted behind them; read only where there is anything.</param>
/// <param name="values">What the sixteen codes stand for.</param>
internal readonly unsafe struct FourBitPanels<TVector, TIsa, TLookup, TRestore>(
    FourBitMatrix matrix, ScaleRows scales, ScaleRows shifts, float* values) : IPanels
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TLookup : IFourBitLookup<TVector>
    where TRestore : IRestoredValue<TVector>
{
    private const int MaxWidth = 32;
    private const int MaxSegments = (BlockPlan.StretchDepth / IFourBitRows.LeastRun) + 1;

    private readonly byte* codes = (byte*)matrix.Codes.Address;
    private readonly nint panelBytes = (nint)matrix.InFeatures / FourBitMatrix.UnitDepth * matrix.UnitBytes;
    private readonly int width = matrix.PanelWidth;

    public float* Stretch(int panel, int count, int start, int depth, float* scratch, out nint stride)
    {
        stride = (nint)depth * width;
        var factors = stackalloc float[MaxSegments * MaxWidth];
        var first = start / scales.SegmentLength;
        var segments = ((start + depth - 1) / scales.SegmentLength) - first + 1;
        for (var i = 0; i < count; i++)
        {
            var unit = codes + ((panel + i) * panelBytes) + ((nint)start * width / 2);
            var scale = scales.Take(panel + i, first, segments, factors);
            var shift = shifts.Take(panel + i, first, segments, null);
            Restore(unit, scale, shift, start, depth, scratch + (i * stride));
        }

        return scratch;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Restore(byte* unit, float* scale, float* shift, int start, int depth, float* destination)
    {
        var lanes = TIsa.Lanes;
        TLookup.Prepare(new ReadOnlySpan<float>(values, 16), out var t0, out var t1, out var t2, out var t3);
        var left = scales.SegmentLength - (start % scales.SegmentLength);
        for (var k = 0; k < depth; k += FourBitMatrix.UnitDepth)
        {
            TLookup.First(unit, t0, t1, t2, t3, out var v00, out var v01, out var v10, out var v11);
            TIsa.Store(TRestore.Restore(v00, scale, shift), destination);
            TIsa.Store(TRestore.Restore(v01, scale + lanes, shift + lanes), destination + lanes);
            TIsa.Store(TRestore.Restore(v10, scale, shift), destination + (2 * lanes));
            TIsa.Store(TRestore.Restore(v11, scale + lanes, shift + lanes), destination + (3 * lanes));
            TLookup.Last(unit, t0, t1, t2, t3, out var v20, out var v21, out var v30, out var v31);
            TIsa.Store(TRestore.Restore(v20, scale, shift), destination + (4 * lanes));
            TIsa.Store(TRestore.Restore(v21, scale + lanes, shift + lanes), destination + (5 * lanes));
            TIsa.Store(TRestore.Restore(v30, scale, shift), destination + (6 * lanes));
            TIsa.Store(TRestore.Restore(v31, scale + lanes, shift + lanes), destination + (7 * lanes));
            unit += 4 * lanes;
            destination += 8 * lanes;
            left -= FourBitMatrix.UnitDepth;
            if (left == 0)
            {
                left = scales.SegmentLength;
                scale += 2 * lanes;
                shift += 2 * lanes;
            }
        }
    }
}
