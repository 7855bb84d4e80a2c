namespace Chameleon.Engine.Generation.Cache;

/// <summary>
/// A full block of a cached prefix: the ids whose keys and values it holds, after all those of its ancestors.
/// </summary>
internal sealed class PrefixNode
{
    public PrefixNode(PrefixScope scope, PrefixNode? parent, int[] tokens, KvBlock? block)
    {
        (Scope, Parent, Tokens, Block) = (scope, parent, tokens, block);
        Place = new LinkedListNode<PrefixNode>(this);
    }

    /// <summary>Whose it is.</summary>
    public PrefixScope Scope { get; }

    /// <summary>The block before; null for a scope's root.</summary>
    public PrefixNode? Parent { get; }

    /// <summary>Its ids: [blockTokens].</summary>
    public int[] Tokens { get; }

    /// <summary>Its keys and values; null for a scope's root.</summary>
    public KvBlock? Block { get; }

    /// <summary>Length of the sequence that computed it; what <c>IDecoder.CanExtend</c> asks for.</summary>
    public required int SequenceLength { get; init; }

    /// <summary>The blocks that may follow, by their ids.</summary>
    public Dictionary<int[], PrefixNode> Children { get; } = new(TokenRunComparer.Instance);

    /// <summary>Its place in the order of last use.</summary>
    public LinkedListNode<PrefixNode> Place { get; }
}
