using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>Addresses inside KV cache blocks that lie in host memory.</summary>
internal static unsafe class KvBlocks
{
    /// <summary>The key of a token in one layer and head.</summary>
    public static byte* Key(List<Tensor> blocks, KvLayout layout, int layer, int kvHead, int token) =>
        Row(blocks, layout, layer * 2, kvHead, token);

    /// <summary>The value of a token in one layer and head.</summary>
    public static byte* Value(List<Tensor> blocks, KvLayout layout, int layer, int kvHead, int token) =>
        Row(blocks, layout, (layer * 2) + 1, kvHead, token);

    private static byte* Row(List<Tensor> blocks, KvLayout layout, int plane, int kvHead, int token)
    {
        var (block, row) = Math.DivRem(token, layout.BlockTokens);
        return (byte*)blocks[block].Address + ((((((long)plane * layout.KvHeads) + kvHead) * layout.BlockTokens) + row) * layout.RowBytes);
    }
}
