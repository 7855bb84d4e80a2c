using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>Where the keys and values of one layer and head lie in the blocks of a cache in host memory, see <see cref="KvLayout"/>.</summary>
/// <param name="blocks">The sequence's blocks.</param>
/// <param name="layout">What a block looks like.</param>
/// <param name="layer">Which layer.</param>
/// <param name="kvHead">Which head.</param>
internal readonly unsafe struct KvHead(List<Tensor> blocks, KvLayout layout, int layer, int kvHead)
{
    private readonly long keys = (((long)layer * layout.KvHeads) + kvHead) * 2 * layout.BlockTokens * layout.RowBytes;
    private readonly int elementBytes = layout.ElementBytes;

    public KvLayout Layout => layout;

    /// <summary>Bytes from a block's keys to its values, and from those to the next head's keys.</summary>
    public nint PlaneBytes => (nint)layout.BlockTokens * layout.RowBytes;

    /// <summary>First element of a token's key.</summary>
    /// <param name="token">The token.</param>
    /// <param name="stride">Receives the elements from one of the key to its next, which are the tokens of its tile.</param>
    public byte* Key(int token, out int stride)
    {
        var (block, row) = Math.DivRem(token, layout.BlockTokens);
        var lane = row % KvLayout.KeyTile;
        stride = Math.Min(KvLayout.KeyTile, layout.BlockTokens - (row - lane));
        return Codes(block, keys) + (((nint)(row - lane) * layout.HeadDim + lane) * elementBytes);
    }

    /// <summary>First element of a token's value; the block's next value follows.</summary>
    public byte* Value(int token)
    {
        var (block, row) = Math.DivRem(token, layout.BlockTokens);
        return Codes(block, keys + PlaneBytes) + ((nint)row * layout.HeadDim * elementBytes);
    }

    /// <summary>Scale of a token's key, int8 only; the block's next one follows.</summary>
    public float* KeyScale(int token) => Scale(token, keys);

    /// <summary>Scale of a token's value, int8 only; the block's next one follows.</summary>
    public float* ValueScale(int token) => Scale(token, keys + PlaneBytes);

    /// <summary>Tokens from this one on, itself included, that lie in its block.</summary>
    public int Neighbours(int token) => layout.BlockTokens - (token % layout.BlockTokens);

    private float* Scale(int token, long plane)
    {
        var (block, row) = Math.DivRem(token, layout.BlockTokens);
        return (float*)((byte*)blocks[block].Address + plane) + row;
    }

    private byte* Codes(int block, long plane) => (byte*)blocks[block].Address + plane + ((nint)layout.BlockTokens * layout.ScaleBytes);
}
