using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>
/// Shape of one block of a KV cache: <c>[layers, kvHeads, 2 (keys, values), blockTokens, headDim]</c> in float32; in the other
/// forms <see cref="DType.U8"/> with <see cref="RowBytes"/> in the last place.
/// </summary>
/// <remarks>
/// The last two dimensions are a head's tokens. With int8 they begin with a float32 scale for each token. Values lie token by
/// token, <c>[blockTokens, headDim]</c>. Keys lie in tiles of 16 tokens, the last one with those that are left:
/// <c>[headDim, tokens]</c>, so that a vector holds the same element of neighbouring keys and a product with a query needs
/// neither shuffles nor sums across lanes. A head's keys, its values and the next head follow each other, so that a pass over
/// all heads reads a block from end to end. What lies behind a sequence's last token has no meaning. Any number of tokens
/// works; multiples of 16 are fast.
/// </remarks>
/// <param name="Layers">Decoder layers.</param>
/// <param name="KvHeads">Key/value heads.</param>
/// <param name="HeadDim">Length of a key or value.</param>
/// <param name="BlockTokens">Tokens that one block holds.</param>
/// <param name="Element">In what form they are cached.</param>
public readonly record struct KvLayout(int Layers, int KvHeads, int HeadDim, int BlockTokens, KvElement Element = KvElement.Float32)
{
    /// <summary>Tokens of a tile of keys.</summary>
    internal const int KeyTile = 16;

    /// <summary>Element type of a block's tensor.</summary>
    public DType BlockType => Element == KvElement.Float32 ? DType.F32 : DType.U8;

    /// <summary>Dimensions of a block's tensor.</summary>
    public int[] BlockShape => [Layers, KvHeads, 2, BlockTokens, Element == KvElement.Float32 ? HeadDim : RowBytes];

    /// <summary>Bytes of one key or value.</summary>
    public int RowBytes => ScaleBytes + (HeadDim * ElementBytes);

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => BlockTokens * TokenBytes;

    /// <summary>Bytes of all keys and values of a token.</summary>
    public long TokenBytes => 2L * Layers * KvHeads * RowBytes;

    /// <summary>Blocks that hold so many tokens.</summary>
    public int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;

    /// <summary>Whether all tiles of keys have all their tokens.</summary>
    internal bool HasWholeTiles => BlockTokens % KeyTile == 0;

    /// <summary>Bytes of an element.</summary>
    internal int ElementBytes => Element switch
    {
        KvElement.Float32 => sizeof(float),
        KvElement.Int8 => sizeof(sbyte),
        _ => sizeof(ushort),
    };

    /// <summary>Bytes of the scale of a key or value.</summary>
    internal int ScaleBytes => Element == KvElement.Int8 ? sizeof(float) : 0;
}
