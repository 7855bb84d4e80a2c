using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>What the shapes of attention and of the KV cache must be, checked once for every device.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="QueriesPerKey">Consecutive query heads that share a kv head.</param>
internal readonly record struct AttentionShape(int Heads, int QueriesPerKey)
{
    /// <summary>Checks the arguments of <see cref="IComputeDevice.Attention"/>.</summary>
    public static AttentionShape Of(Tensor queries, RaggedBatch batch, KvLayout layout, int layer, Tensor output)
    {
        const string Op = nameof(IComputeDevice.Attention);
        OpShapes.RequireSame(Op, nameof(queries), queries, nameof(output), output);
        return Check(Op, queries, batch, layout, layer);
    }

    /// <summary>Checks the arguments of <see cref="IComputeDevice.AttentionProbabilities"/>.</summary>
    public static AttentionShape Of(
        Tensor queries, RaggedBatch batch, int sequence, KvLayout layout, int layer, Tensor output)
    {
        const string Op = nameof(IComputeDevice.AttentionProbabilities);
        OpShapes.RequireFloat32(Op, output, nameof(output));
        var shape = Check(Op, queries, batch, layout, layer);
        if ((uint)sequence >= (uint)batch.Sequences.Length)
        {
            ComputeThrow.Value(Op, nameof(sequence), sequence, $"the batch has {batch.Sequences.Length} sequences");
        }

        var run = batch.Sequences[sequence];
        if (!output.Shape.SequenceEqual([shape.Heads, run.RowCount, run.PastLength + run.RowCount]))
        {
            ComputeThrow.Mismatch(
                Op, nameof(queries), queries, nameof(output), output,
                $"output is [{shape.Heads}, {run.RowCount}, {run.PastLength + run.RowCount}]");
        }

        return shape;
    }

    /// <summary>Checks the arguments of <see cref="IComputeDevice.AppendKeysValues"/>.</summary>
    public static void Append(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer)
    {
        const string Op = nameof(IComputeDevice.AppendKeysValues);
        OpShapes.RequireSame(Op, nameof(keys), keys, nameof(values), values);
        if (keys.Rows != batch.RowCount || keys.RowSize != (long)layout.KvHeads * layout.HeadDim)
        {
            ComputeThrow.Mismatch(Op, nameof(keys), keys, $"the batch and {layout} need [{batch.RowCount}, {layout.KvHeads * layout.HeadDim}]");
        }

        CheckCaches(Op, batch, layout, layer);
    }

    private static AttentionShape Check(string op, Tensor queries, RaggedBatch batch, KvLayout layout, int layer)
    {
        OpShapes.RequireFloat32(op, queries, nameof(queries));
        var keyRow = (long)layout.KvHeads * layout.HeadDim;
        if (keyRow <= 0 || queries.Rows != batch.RowCount || queries.RowSize == 0 || queries.RowSize % keyRow != 0)
        {
            ComputeThrow.Mismatch(op, nameof(queries), queries, $"the batch has {batch.RowCount} rows, and a row of queries is a multiple of {layout}'s {keyRow} key elements");
        }

        CheckCaches(op, batch, layout, layer);
        var heads = (int)(queries.RowSize / layout.HeadDim);
        return new AttentionShape(heads, heads / layout.KvHeads);
    }

    private static void CheckCaches(string op, RaggedBatch batch, KvLayout layout, int layer)
    {
        if ((uint)layer >= (uint)layout.Layers)
        {
            ComputeThrow.Value(op, nameof(layer), layer, $"{layout} has {layout.Layers} layers");
        }

        foreach (var run in batch.Sequences)
        {
            var blocks = run.Cache.Blocks;
            var needed = layout.BlocksFor(run.PastLength + run.RowCount);
            if (blocks.Count < needed)
            {
                ComputeThrow.Value(op, nameof(KvSequence.Blocks), blocks.Count, $"{run.PastLength} + {run.RowCount} tokens need {needed} blocks of {layout.BlockTokens}");
            }

            for (var i = 0; i < needed; i++)
            {
                CheckBlock(op, blocks[i], layout);
            }
        }
    }

    private static void CheckBlock(string op, Tensor block, KvLayout layout)
    {
        if (block.DType != layout.BlockType || block.Shape is not [var layers, var kvHeads, 2, var tokens, var row]
            || layers != layout.Layers || kvHeads != layout.KvHeads || tokens != layout.BlockTokens
            || row != (layout.Element == KvElement.Float32 ? layout.HeadDim : layout.RowBytes))
        {
            ComputeThrow.Mismatch(op, nameof(block), block, $"the cache has {layout}");
        }
    }
}
