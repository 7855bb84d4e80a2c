using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>One head of one layer in the blocks of a KV cache.</summary>
/// <param name="blocks">The sequence's blocks.</param>
/// <param name="layout">What a block looks like.</param>
/// <param name="layer">Which layer.</param>
/// <param name="kvHead">Which head.</param>
internal readonly unsafe struct CachedRows(List<Tensor> blocks, KvLayout layout, int layer, int kvHead) : IKeyValueRows
{
    public int Segment(int token, int most, out float* keys, out float* values)
    {
        var (block, row) = Math.DivRem(token, layout.BlockTokens);
        var offset = (nint)row * layout.HeadDim;
        keys = KvBlocks.Keys(blocks[block], layout, layer, kvHead) + offset;
        values = KvBlocks.Values(blocks[block], layout, layer, kvHead) + offset;
        return Math.Min(most, layout.BlockTokens - row);
    }
}
