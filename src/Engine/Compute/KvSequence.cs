using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>
/// The keys and values of one sequence: a table of blocks, of which full ones may be shared with other sequences.
/// Whoever owns the blocks (<c>Generation/Cache</c>) sees to it that enough of them, and unshared ones for new
/// tokens, are there before a pass. Not thread-safe.
/// </summary>
public sealed class KvSequence
{
    /// <summary>Blocks in order of positions; block i holds tokens [i·blockTokens, (i+1)·blockTokens).</summary>
    public List<Tensor> Blocks { get; } = [];

    /// <summary>Tokens whose keys and values are in the blocks.</summary>
    public int Length { get; set; }
}
