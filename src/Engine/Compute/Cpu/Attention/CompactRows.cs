using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>One head of one layer in the blocks of a KV cache of another form than float32, restored some tokens at a time.</summary>
/// <param name="blocks">The sequence's blocks.</param>
/// <param name="layout">What a block looks like.</param>
/// <param name="layer">Which layer.</param>
/// <param name="kvHead">Which head.</param>
/// <param name="scratch">[<see cref="TokensAtOnce"/>, headDim].</param>
internal readonly unsafe struct CompactRows(List<Tensor> blocks, KvLayout layout, int layer, int kvHead, float* scratch) : IKeyValueRows
{
    /// <summary>Most tokens that are restored together: they stay in the first-level cache.</summary>
    public const int TokensAtOnce = 16;

    public int Keys(int token, int most, out float* keys) =>
        Restore(KvBlocks.Key(blocks, layout, layer, kvHead, token), token, most, out keys);

    public int Values(int token, int most, out float* values) =>
        Restore(KvBlocks.Value(blocks, layout, layer, kvHead, token), token, most, out values);

    public float* KeyPlace(int token) => scratch;

    public float* ValuePlace(int token) => scratch;

    private int Restore(byte* row, int token, int most, out float* rows)
    {
        var count = Math.Min(Math.Min(most, TokensAtOnce), layout.BlockTokens - (token % layout.BlockTokens));
        KvCodec.Read(layout.Element, row, layout.RowBytes, count, layout.HeadDim, scratch);
        rows = scratch;
        return count;
    }
}
