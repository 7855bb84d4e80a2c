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
        var scratch = stackalloc byte[layout.HeadDim * sizeof(float)];
        foreach (var run in batch.Sequences)
        {
            var first = Math.Max(run.FirstRow, (int)rows.Start(index));
            var end = Math.Min(run.FirstRow + run.RowCount, (int)rows.End(index));
            for (var head = 0; head < layout.KvHeads; head++)
            {
                Append(run, head, first, end, scratch);
            }
        }
    }

    /// <summary>Row by row under one head: neighbouring keys share their tile's lines.</summary>
    private void Append(SequenceRows run, int kvHead, int first, int end, byte* scratch)
    {
        var head = new KvHead(run.Cache.Blocks, layout, layer, kvHead);
        for (var row = first; row < end; row++)
        {
            var position = run.PastLength + row - run.FirstRow;
            var source = (((nint)row * layout.KvHeads) + kvHead) * layout.HeadDim;
            KvRows.WriteKey(head, position, new ReadOnlySpan<float>(keys + source, layout.HeadDim), scratch);
            KvRows.WriteValue(head, position, new ReadOnlySpan<float>(values + source, layout.HeadDim));
        }
    }
}
