namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>A place in a compiled grammar, and how it goes on from there. Nodes name each other by number.</summary>
internal abstract record GrammarNode
{
    /// <summary>One byte; which one decides what follows.</summary>
    public sealed record Bytes(ByteEdge[] Edges) : GrammarNode;

    /// <summary>Any of several nodes, without a byte; none of them is a dead end.</summary>
    public sealed record Choice(int[] Targets) : GrammarNode;

    /// <summary>A value inside another: its rule, then what follows it.</summary>
    public sealed record Value(int Rule, int Next) : GrammarNode;

    /// <summary>A string from behind its opening to its closing quote.</summary>
    public sealed record Text(StringRule Rule, int Next) : GrammarNode;

    /// <summary>Free text; a marker in it leads on.</summary>
    public sealed record Free(MarkerAutomaton Marker, int Next) : GrammarNode;

    /// <summary>The end of a rule: back to where its value stands.</summary>
    public sealed record Return : GrammarNode;
}

/// <summary>Bytes from <paramref name="Low"/> to <paramref name="High"/> lead to <paramref name="Target"/>.</summary>
internal readonly record struct ByteEdge(byte Low, byte High, int Target)
{
    /// <summary>Whether a byte takes this edge.</summary>
    public bool Takes(byte value) => value >= Low && value <= High;
}
