using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>A matrix of int8 codes as panels of float32, restored stretch by stretch.</summary>
/// <param name="matrix">The matrix.</param>
internal readonly unsafe struct BytePanels<TVector, TIsa, TRestore>(ByteMatrix matrix) : IPanels
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TRestore : IRestoredValue<TVector>
{
    private readonly sbyte* codes = (sbyte*)matrix.Codes.Address;
    private readonly float* scales = (float*)matrix.Scales.Address;
    private readonly nint inFeatures = matrix.InFeatures;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PanelStretch<float> Stretch(int panel, int count, int start, int depth, float* scratch)
    {
        var (lanes, width) = (TIsa.Lanes, 2 * TIsa.Lanes);
        var stride = (nint)depth * width;
        var destination = scratch;
        for (var i = panel; i < panel + count; i++)
        {
            var source = codes + (((i * inFeatures) + start) * width);
            var scale = scales + (i * width);
            for (var k = 0; k < depth; k++, source += width, destination += width)
            {
                TIsa.Store(TRestore.Restore(TIsa.Load(source), scale, null), destination);
                TIsa.Store(TRestore.Restore(TIsa.Load(source + lanes), scale + lanes, null), destination + lanes);
            }
        }

        return new PanelStretch<float>(scratch, stride);
    }
}
