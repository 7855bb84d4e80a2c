using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>
/// One row times a matrix of 4-bit codes: the codes pass once from memory and become weights in registers. Two panels
/// at a time give four chains, which hide the latency of the multiply-add. One job multiplies some neighbouring panels.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="matrix">The matrix.</param>
/// <param name="scales">Its factors.</param>
/// <param name="shifts">What is subtracted behind them; read only where there is anything.</param>
/// <param name="values">What the sixteen codes stand for.</param>
/// <param name="input">[in].</param>
/// <param name="panelsPerJob">Panels of a job, even.</param>
internal readonly unsafe struct FourBitVectorJob<TVector, TIsa, TLookup, TRestore>(
    Product product, FourBitMatrix matrix, ScaleRows scales, ScaleRows shifts, float* values, float* input, int panelsPerJob) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TLookup : IFourBitLookup<TVector>
    where TRestore : IRestoredValue<TVector>
{
    private const int MaxWidth = 32;

    private readonly byte* codes = (byte*)matrix.Codes.Address;
    private readonly nint panelBytes = (nint)matrix.InFeatures / FourBitMatrix.UnitDepth * matrix.UnitBytes;

    public void Run(int index)
    {
        var sums = stackalloc float[2 * MaxWidth];
        var segments = product.InFeatures / scales.SegmentLength;
        var scratch = scales.ScratchFloats(segments);
        var factors = KernelScratch.Rent(2 * scratch);
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel += 2)
        {
            var second = Math.Min(panel + 1, end - 1);
            Multiply(
                codes + (panel * panelBytes), codes + (second * panelBytes),
                scales.Take(panel, 0, segments, factors), scales.Take(second, 0, segments, factors + scratch),
                shifts.Take(panel, 0, segments, null), shifts.Take(second, 0, segments, null), sums);
            product.Finish(sums, 0, panel, (second - panel + 1) * product.PanelWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(byte* p, byte* q, float* pScale, float* qScale, float* pShift, float* qShift, float* sums)
    {
        var lanes = TIsa.Lanes;
        TLookup.Prepare(new ReadOnlySpan<float>(values, 16), out var t0, out var t1, out var t2, out var t3);
        TVector p0 = default, p1 = default, q0 = default, q1 = default;
        var x = input;
        var end = input + product.InFeatures;
        while (x < end)
        {
            for (var segmentEnd = x + scales.SegmentLength; x < segmentEnd; x += FourBitMatrix.UnitDepth)
            {
                Prefetch.Ahead(p);
                Prefetch.Ahead(q);
                var x0 = TIsa.Broadcast(x[0]);
                var x1 = TIsa.Broadcast(x[1]);
                TLookup.First(p, t0, t1, t2, t3, out var a, out var b, out var c, out var d);
                p0 = TIsa.FusedMultiplyAdd(TRestore.Restore(a, pScale, pShift), x0, p0);
                p1 = TIsa.FusedMultiplyAdd(TRestore.Restore(b, pScale + lanes, pShift + lanes), x0, p1);
                p0 = TIsa.FusedMultiplyAdd(TRestore.Restore(c, pScale, pShift), x1, p0);
                p1 = TIsa.FusedMultiplyAdd(TRestore.Restore(d, pScale + lanes, pShift + lanes), x1, p1);
                TLookup.First(q, t0, t1, t2, t3, out a, out b, out c, out d);
                q0 = TIsa.FusedMultiplyAdd(TRestore.Restore(a, qScale, qShift), x0, q0);
                q1 = TIsa.FusedMultiplyAdd(TRestore.Restore(b, qScale + lanes, qShift + lanes), x0, q1);
                q0 = TIsa.FusedMultiplyAdd(TRestore.Restore(c, qScale, qShift), x1, q0);
                q1 = TIsa.FusedMultiplyAdd(TRestore.Restore(d, qScale + lanes, qShift + lanes), x1, q1);
                var x2 = TIsa.Broadcast(x[2]);
                var x3 = TIsa.Broadcast(x[3]);
                TLookup.Last(p, t0, t1, t2, t3, out a, out b, out c, out d);
                p0 = TIsa.FusedMultiplyAdd(TRestore.Restore(a, pScale, pShift), x2, p0);
                p1 = TIsa.FusedMultiplyAdd(TRestore.Restore(b, pScale + lanes, pShift + lanes), x2, p1);
                p0 = TIsa.FusedMultiplyAdd(TRestore.Restore(c, pScale, pShift), x3, p0);
                p1 = TIsa.FusedMultiplyAdd(TRestore.Restore(d, pScale + lanes, pShift + lanes), x3, p1);
                TLookup.Last(q, t0, t1, t2, t3, out a, out b, out c, out d);
                q0 = TIsa.FusedMultiplyAdd(TRestore.Restore(a, qScale, qShift), x2, q0);
                q1 = TIsa.FusedMultiplyAdd(TRestore.Restore(b, qScale + lanes, qShift + lanes), x2, q1);
                q0 = TIsa.FusedMultiplyAdd(TRestore.Restore(c, qScale, qShift), x3, q0);
                q1 = TIsa.FusedMultiplyAdd(TRestore.Restore(d, qScale + lanes, qShift + lanes), x3, q1);
                p += 4 * lanes;
                q += 4 * lanes;
            }

            pScale += 2 * lanes;
            qScale += 2 * lanes;
            pShift += 2 * lanes;
            qShift += 2 * lanes;
        }

        TIsa.Store(p0, sums);
        TIsa.Store(p1, sums + lanes);
        TIsa.Store(q0, sums + (2 * lanes));
        TIsa.Store(q1, sums + (3 * lanes));
    }
}
