namespace Chameleon.Engine.Generation.Cache;

/// <summary>
/// Who may share cached prefixes: requests of one scope see each other's, and those of no other, so that nobody learns
/// from the time of an answer what somebody else has asked.
/// </summary>
internal sealed class PrefixScope
{
    /// <param name="name">The scope's name; null for one request's own.</param>
    public PrefixScope(string? name)
    {
        Name = name;
        Root = new PrefixNode(this, null, [], null) { SequenceLength = 0 };
    }

    /// <summary>The scope's name; null for one request's own.</summary>
    public string? Name { get; }

    /// <summary>Requests that have it open; counted by <see cref="PrefixCache"/>.</summary>
    public int Users { get; set; }

    /// <summary>Whether it was given up while somebody had it open: freed by the last who closes it.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Stands before all first blocks.</summary>
    public PrefixNode Root { get; }
}
