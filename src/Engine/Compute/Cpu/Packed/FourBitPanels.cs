using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>A matrix of 4-bit codes as panels of float32, restored stretch by stretch.</summary>
/// <param name="matrix">The matrix.</param>
/// <param name="scales">Its factors.</param>
/// <param name="shifts">What is subtracted behind them; read only where there is anything.</param>
/// <param name="tables">What the sixteen codes stand for, as <see cref="IFourBitLookup{TVector}.Prepare"/> writes it.</param>
internal readonly unsafe struct FourBitPanels<TVector, TIsa, TLookup, TChain>(
    FourBitMatrix matrix, ScaleRows scales, ScaleRows shifts, TVector* tables) : IPanels
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TLookup : IFourBitLookup<TVector>
    where TChain : IChain<TVector>
{
    private readonly byte* codes = (byte*)matrix.Codes.Address;
    private readonly nint panelBytes = (nint)matrix.InFeatures / FourBitMatrix.UnitDepth * matrix.UnitBytes;
    private readonly int width = matrix.PanelWidth;

    public PanelStretch<float> Stretch(int panel, int count, int start, int depth, float* scratch)
    {
        var stride = (nint)depth * width;
        var factorStride = (nint)depth / scales.ChainLength * width;
        var factorScratch = scratch + (count * stride);
        float* first = null, last = null;
        for (var i = 0; i < count; i++, factorScratch += factorStride)
        {
            last = scales.TakeForChains(panel + i, start, depth, factorScratch);
            first = i == 0 ? last : first;
            var shift = TChain.IsScaledAfterwards ? null : shifts.TakeForChains(panel + i, start, depth, factorScratch + (count * factorStride));
            Restore(codes + ((panel + i) * panelBytes) + ((nint)start * width / 2), last, shift, depth, scratch + (i * stride));
        }

        return TChain.IsScaledAfterwards
            ? new PanelStretch<float>(scratch, stride, first, count > 1 ? (nint)(last - first) : 0, scales.ChainLength)
            : new PanelStretch<float>(scratch, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Restore(byte* unit, float* scale, float* shift, int depth, float* destination)
    {
        var lanes = TIsa.Lanes;
        TVector t0 = tables[0], t1 = tables[1], t2 = tables[2], t3 = tables[3];
        var chainLength = scales.ChainLength;
        for (var k = 0; k < depth; scale += 2 * lanes, shift += 2 * lanes)
        {
            for (var end = k + chainLength; k < end; k += FourBitMatrix.UnitDepth, unit += 4 * lanes, destination += 8 * lanes)
            {
                TLookup.First(unit, t0, t1, t2, t3, out var v00, out var v01, out var v10, out var v11);
                TIsa.Store(TChain.Restore(v00, scale, shift), destination);
                TIsa.Store(TChain.Restore(v01, scale + lanes, shift + lanes), destination + lanes);
                TIsa.Store(TChain.Restore(v10, scale, shift), destination + (2 * lanes));
                TIsa.Store(TChain.Restore(v11, scale + lanes, shift + lanes), destination + (3 * lanes));
                TLookup.Last(unit, t0, t1, t2, t3, out var v20, out var v21, out var v30, out var v31);
                TIsa.Store(TChain.Restore(v20, scale, shift), destination + (4 * lanes));
                TIsa.Store(TChain.Restore(v21, scale + lanes, shift + lanes), destination + (5 * lanes));
                TIsa.Store(TChain.Restore(v30, scale, shift), destination + (6 * lanes));
                TIsa.Store(TChain.Restore(v31, scale + lanes, shift + lanes), destination + (7 * lanes));
            }
        }
    }
}
