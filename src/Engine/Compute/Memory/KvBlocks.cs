using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>Addresses inside KV cache blocks that lie in host memory.</summary>
internal static unsafe class KvBlocks
{
    /// <summary>Keys [blockTokens, headDim] of one layer and head in a block.</summary>
    public static float* Keys(Tensor block, KvLayout layout, int layer, int kvHead) =>
        block.FloatPointer() + ((((layer * 2L) * layout.KvHeads) + kvHead) * layout.BlockTokens * layout.HeadDim);

    /// <summary>Values [blockTokens, headDim] of one layer and head in a block.</summary>
    public static float* Values(Tensor block, KvLayout layout, int layer, int kvHead) =>
        block.FloatPointer() + (((((layer * 2L) + 1) * layout.KvHeads) + kvHead) * layout.BlockTokens * layout.HeadDim);
}
