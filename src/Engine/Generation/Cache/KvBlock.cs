using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Generation.Cache;

/// <summary>A block of keys and values with the number of its holders. Full blocks may have several; they only read it.</summary>
internal sealed class KvBlock(Tensor memory)
{
    /// <summary>The block's tensor, of the layout's shape.</summary>
    public Tensor Memory { get; } = memory;

    /// <summary>Lanes and cache entries that hold it; changed by <see cref="KvBlockPool"/> alone.</summary>
    public int Holders { get; set; }
}
