namespace Chameleon.Engine.Compute;

/// <summary>Shape of one block of a KV cache: <c>[layers, 2 (keys, values), kvHeads, blockTokens, headDim]</c>, float32.</summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="KvHeads">Key/value heads.</param>
/// <param name="HeadDim">Length of a key or value.</param>
/// <param name="BlockTokens">Tokens that one block holds.</param>
public readonly record struct KvLayout(int Layers, int KvHeads, int HeadDim, int BlockTokens)
{
    /// <summary>Dimensions of a block's tensor.</summary>
    public int[] BlockShape => [Layers, 2, KvHeads, BlockTokens, HeadDim];

    /// <summary>Bytes of a block.</summary>
    public long BlockBytes => 2L * Layers * KvHeads * BlockTokens * HeadDim * sizeof(float);

    /// <summary>Blocks that hold so many tokens.</summary>
    public int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;
}
