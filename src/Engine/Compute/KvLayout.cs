using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>
/// Shape of one block of a KV cache: <c>[layers, 2 (keys, values), kvHeads, blockTokens, headDim]</c> in float32; in the other
/// forms <see cref="DType.U8"/> with <see cref="RowBytes"/> in the last place.
/// </summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="KvHeads">Key/value heads.</param>
/// <param name="HeadDim">Length of a key or value.</param>
/// <param name="BlockTokens">Tokens that one block holds.</param>
/// <param name="Element">In what form they are cached.</param>
public readonly record struct KvLayout(int Layers, int KvHeads, int HeadDim, int BlockTokens, KvElement Element = KvElement.Float32)
{
    /// <summary>Element type of a block's tensor.</summary>
    public DType BlockType => Element == KvElement.Float32 ? DType.F32 : DType.U8;

    /// <summary>Dimensions of a block's tensor.</summary>
    public int[] BlockShape => [Layers, 2, KvHeads, BlockTokens, Element == KvElement.Float32 ? HeadDim : RowBytes];

    /// <summary>Bytes of one key or value.</summary>
    public int RowBytes => Element switch
    {
        KvElement.Float32 => HeadDim * sizeof(float),
        KvElement.Int8 => sizeof(float) + HeadDim,
        _ => HeadDim * sizeof(ushort),
    };

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => BlockTokens * TokenBytes;

    /// <summary>Bytes of all keys and values of a token.</summary>
    public long TokenBytes => 2L * Layers * KvHeads * RowBytes;

    /// <summary>Blocks that hold so many tokens.</summary>
    public int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;
}
