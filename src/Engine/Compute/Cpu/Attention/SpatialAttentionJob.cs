using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Attention of every position of a picture over all its positions, with one head.</summary>
/// <param name="queries">[positions, channels].</param>
/// <param name="keys">[positions, channels].</param>
/// <param name="values">[positions, channels].</param>
/// <param name="output">[positions, channels].</param>
/// <param name="channels">Length of a query.</param>
/// <param name="positions">The positions in tiles.</param>
internal readonly unsafe struct SpatialAttentionJob<TVector, TIsa>(
    float* queries, float* keys, float* values, float* output, int channels, Split positions) : IJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public void Run(int index)
    {
        var count = (int)positions.Items;
        var lanes = new QueryLanes(
            (nint)queries, (nint)output, channels, Group: 1, channels, count, FirstVisible: count, Causal: false);
        var (first, end) = ((int)positions.Start(index), (int)positions.End(index));
        AttentionTile<TVector, TIsa>.Run(
            lanes, first, end - first, new PictureRows(keys, values, channels), 1 / MathF.Sqrt(channels));
    }
}
