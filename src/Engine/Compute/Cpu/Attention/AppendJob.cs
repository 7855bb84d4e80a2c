using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Copies new keys and values to their places in the caches.</summary>
/// <param name="keys">[rows, kvHeads · headDim].</param>
/// <param name="values">[rows, kvHeads · headDim].</param>
/// <param name="batch">The rows and their caches.</param>
/// <param name="layout">Layout of the cache blocks.</param>
/// <param name="layer">Which layer.</param>
/// <param name="rows">The rows.</param>
internal readonly unsafe struct AppendJob(
    float* keys, float* values, RaggedBatch batch, KvLayout layout, int layer, Split rows) : IJob
{
    public void Run(int index)
    {
        foreach (var run in batch.Sequences)
        {
            var first = Math.Max(run.FirstRow, (int)rows.Start(index));
            var end = Math.Min(run.FirstRow + run.RowCount, (int)rows.End(index));
            for (var row = first; row < end; row++)
            {
                Append(run, row);
            }
        }
    }

    private void Append(SequenceRows run, int row)
    {
        var position = run.PastLength + row - run.FirstRow;
        for (var head = 0; head < layout.KvHeads; head++)
        {
            var source = (((nint)row * layout.KvHeads) + head) * layout.HeadDim;
            KvCodec.Write(layout.Element, new ReadOnlySpan<float>(keys + source, layout.HeadDim), KvBlocks.Key(run.Cache.Blocks, layout, layer, head, position));
            KvCodec.Write(layout.Element, new ReadOnlySpan<float>(values + source, layout.HeadDim), KvBlocks.Value(run.Cache.Blocks, layout, layer, head, position));
        }
    }
}
