using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>One head of one layer in the blocks of a KV cache in float32, read where it lies.</summary>
/// <param name="blocks">The sequence's blocks.</param>
/// <param name="layout">What a block looks like.</param>
/// <param name="layer">Which layer.</param>
/// <param name="kvHead">Which head.</param>
internal readonly unsafe struct CachedRows(List<Tensor> blocks, KvLayout layout, int layer, int kvHead) : IKeyValueRows
{
    public int Keys(int token, int most, out float* keys)
    {
        keys = KeyPlace(token);
        return Math.Min(most, layout.BlockTokens - (token % layout.BlockTokens));
    }

    public int Values(int token, int most, out float* values)
    {
        values = ValuePlace(token);
        return Math.Min(most, layout.BlockTokens - (token % layout.BlockTokens));
    }

    public float* KeyPlace(int token) => (float*)KvBlocks.Key(blocks, layout, layer, kvHead, token);

    public float* ValuePlace(int token) => (float*)KvBlocks.Value(blocks, layout, layer, kvHead, token);
}
