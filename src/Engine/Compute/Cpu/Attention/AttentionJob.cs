using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Causal attention of a ragged batch over its caches.</summary>
/// <param name="queries">[rows, heads · headDim].</param>
/// <param name="output">[rows, heads · headDim].</param>
/// <param name="batch">The rows and their caches.</param>
/// <param name="units">The batch in units.</param>
/// <param name="shape">Heads.</param>
/// <param name="layout">Layout of the cache blocks.</param>
/// <param name="layer">Which layer.</param>
/// <param name="scale">Factor on q·k.</param>
internal readonly unsafe struct AttentionJob<TVector, TIsa>(
    float* queries, float* output, RaggedBatch batch, AttentionUnits units,
    AttentionShape shape, KvLayout layout, int layer, float scale) : ICacheJob
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Up to so many queries are cheaper one by one than with keys and values turned for all.</summary>
    private const int MaxSingleLanes = 6;

    public void Run(int index) => ICacheJob.Run(this, layout.Element, index);

    public void Run<TElement>(int index)
        where TElement : unmanaged
    {
        var group = shape.QueriesPerKey;
        var end = (int)units.Jobs.End(index);
        for (var unit = (int)units.Jobs.Start(index); unit < end;)
        {
            var (sequence, kvHead, tile) = units.Find(unit, batch, group);
            var run = batch.Sequences[sequence];
            var rowStride = (nint)shape.Heads * layout.HeadDim;
            var offset = (run.FirstRow * rowStride) + ((nint)kvHead * group * layout.HeadDim);
            var lanes = new QueryLanes(
                (nint)(queries + offset), (nint)(output + offset), rowStride, group, layout.HeadDim,
                run.RowCount * group, run.PastLength + 1, Causal: true);
            var head = new KvHead(run.Cache.Blocks, layout, layer, kvHead);
            if (lanes.Count <= MaxSingleLanes && layout.HasWholeTiles)
            {
                var heads = Math.Min(end - unit, layout.KvHeads - kvHead); // each is one unit
                RowAttention<TVector, TIsa, TElement>.Run(lanes, head, heads, scale);
                unit += heads;
            }
            else
            {
                var first = tile * AttentionBuffers.MaxLanes;
                var count = Math.Min(AttentionBuffers.MaxLanes, lanes.Count - first);
                AttentionTile<TVector, TIsa>.Run(lanes, first, count, new CachedRows<TVector, TIsa, TElement>(head), scale);
                unit++;
            }
        }
    }
}
