namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>A compiled grammar over bytes: its nodes, where it starts, and how far it is from anywhere to the end. Immutable.</summary>
internal sealed class ByteGrammar
{
    /// <param name="nodes">The nodes.</param>
    /// <param name="start">Where it begins.</param>
    /// <exception cref="NotSupportedException">Nothing fits it.</exception>
    public ByteGrammar(GrammarNode[] nodes, int start)
    {
        (Nodes, Start, Costs) = (nodes, start, new ClosingCosts(nodes));
        if (Costs[GrammarLimits.MaxDepth, start] >= ClosingCosts.Never)
        {
            throw GrammarThrow.NothingFits();
        }
    }

    /// <summary>The nodes.</summary>
    public GrammarNode[] Nodes { get; }

    /// <summary>Where it begins.</summary>
    public int Start { get; }

    /// <summary>Bytes that are enough to end a rule.</summary>
    public ClosingCosts Costs { get; }
}
