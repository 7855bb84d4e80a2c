using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>One row times a matrix of int8 codes, two panels at a time: four chains. One job multiplies some neighbouring panels.</summary>
/// <param name="product">Shape and result.</param>
/// <param name="matrix">The matrix.</param>
/// <param name="input">[in].</param>
/// <param name="panelsPerJob">Panels of a job, even.</param>
internal readonly unsafe struct ByteVectorJob<TVector, TIsa, TRestore>(
    Product product, ByteMatrix matrix, float* input, int panelsPerJob) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TRestore : IRestoredValue<TVector>
{
    private const int MaxWidth = 32;

    private readonly sbyte* codes = (sbyte*)matrix.Codes.Address;
    private readonly float* scales = (float*)matrix.Scales.Address;

    public void Run(int index)
    {
        var sums = stackalloc float[2 * MaxWidth];
        var panelBytes = (nint)product.InFeatures * product.PanelWidth;
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel += 2)
        {
            var second = Math.Min(panel + 1, end - 1);
            Multiply(
                codes + (panel * panelBytes), codes + (second * panelBytes),
                scales + (panel * product.PanelWidth), scales + (second * product.PanelWidth), sums);
            product.Finish(sums, 0, panel, (second - panel + 1) * product.PanelWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(sbyte* p, sbyte* q, float* pScale, float* qScale, float* sums)
    {
        var lanes = TIsa.Lanes;
        TVector p0 = default, p1 = default, q0 = default, q1 = default;
        var x = input;
        var end = input + product.InFeatures;
        for (; x < end; x++, p += 2 * lanes, q += 2 * lanes)
        {
            Prefetch.Ahead(p);
            Prefetch.Ahead(q);
            var x0 = TIsa.Broadcast(*x);
            p0 = TIsa.FusedMultiplyAdd(TRestore.Restore(TIsa.Load(p), pScale, null), x0, p0);
            p1 = TIsa.FusedMultiplyAdd(TRestore.Restore(TIsa.Load(p + lanes), pScale + lanes, null), x0, p1);
            q0 = TIsa.FusedMultiplyAdd(TRestore.Restore(TIsa.Load(q), qScale, null), x0, q0);
            q1 = TIsa.FusedMultiplyAdd(TRestore.Restore(TIsa.Load(q + lanes), qScale + lanes, null), x0, q1);
        }

        TIsa.Store(p0, sums);
        TIsa.Store(p1, sums + lanes);
        TIsa.Store(q0, sums + (2 * lanes));
        TIsa.Store(q1, sums + (3 * lanes));
    }
}
