using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>
/// One row times a matrix of 4-bit codes: the codes pass once from memory and become weights in registers. One panel at
/// a time leaves sixteen registers enough for tables, sums and what is on its way from the ones to the others. One job
/// multiplies some neighbouring panels.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="matrix">The matrix.</param>
/// <param name="scales">Its factors.</param>
/// <param name="shifts">What is subtracted behind them; read only where there is anything.</param>
/// <param name="tables">What the sixteen codes stand for, as <see cref="IFourBitLookup{TVector}.Prepare"/> writes it.</param>
/// <param name="input">[in].</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct FourBitVectorJob<TVector, TIsa, TLookup, TChain>(
    Product product, FourBitMatrix matrix, ScaleRows scales, ScaleRows shifts, TVector* tables, float* input, int panelsPerJob) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TLookup : IFourBitLookup<TVector>
    where TChain : IChain<TVector>
{
    private const int MaxWidth = 32;

    private readonly byte* codes = (byte*)matrix.Codes.Address;
    private readonly nint panelBytes = (nint)matrix.InFeatures / FourBitMatrix.UnitDepth * matrix.UnitBytes;

    public void Run(int index)
    {
        var sums = stackalloc float[MaxWidth];
        var inner = product.InFeatures;
        var scratch = scales.ChainScratchFloats(inner);
        var factors = KernelScratch.Rent(2 * scratch);
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel++)
        {
            Multiply(
                codes + (panel * panelBytes), scales.TakeForChains(panel, 0, inner, factors),
                TChain.IsScaledAfterwards ? null : shifts.TakeForChains(panel, 0, inner, factors + scratch), sums);
            product.Finish(sums, 0, panel, product.PanelWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(byte* unit, float* scale, float* shift, float* sums)
    {
        var lanes = TIsa.Lanes;
        TVector t0 = tables[0], t1 = tables[1], t2 = tables[2], t3 = tables[3];
        TVector total0 = default, total1 = default;
        var x = input;
        var end = input + product.InFeatures;
        var chainLength = scales.ChainLength;
        while (x < end)
        {
            var c0 = TChain.Begin(total0);
            var c1 = TChain.Begin(total1);
            for (var chainEnd = x + chainLength; x < chainEnd; x += FourBitMatrix.UnitDepth, unit += 4 * lanes)
            {
                Prefetch.Ahead(unit);
                TLookup.First(unit, t0, t1, t2, t3, out var v00, out var v01, out var v10, out var v11);
                var x0 = TIsa.Broadcast(x[0]);
                c0 = TIsa.FusedMultiplyAdd(TChain.Restore(v00, scale, shift), x0, c0);
                c1 = TIsa.FusedMultiplyAdd(TChain.Restore(v01, scale + lanes, shift + lanes), x0, c1);
                var x1 = TIsa.Broadcast(x[1]);
                c0 = TIsa.FusedMultiplyAdd(TChain.Restore(v10, scale, shift), x1, c0);
                c1 = TIsa.FusedMultiplyAdd(TChain.Restore(v11, scale + lanes, shift + lanes), x1, c1);
                TLookup.Last(unit, t0, t1, t2, t3, out var v20, out var v21, out var v30, out var v31);
                var x2 = TIsa.Broadcast(x[2]);
                c0 = TIsa.FusedMultiplyAdd(TChain.Restore(v20, scale, shift), x2, c0);
                c1 = TIsa.FusedMultiplyAdd(TChain.Restore(v21, scale + lanes, shift + lanes), x2, c1);
                var x3 = TIsa.Broadcast(x[3]);
                c0 = TIsa.FusedMultiplyAdd(TChain.Restore(v30, scale, shift), x3, c0);
                c1 = TIsa.FusedMultiplyAdd(TChain.Restore(v31, scale + lanes, shift + lanes), x3, c1);
            }

            total0 = TChain.Join(c0, scale, total0);
            total1 = TChain.Join(c1, scale + lanes, total1);
            scale += 2 * lanes;
            shift += 2 * lanes;
        }

        TIsa.Store(total0, sums);
        TIsa.Store(total1, sums + lanes);
    }
}
