using Chameleon.Engine.Generation.Grammar.Masks;

namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>All ways to read what stands so far. One object per state of a <see cref="GrammarStates"/>.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Positions">The ways, in order.</param>
/// <param name="TokensToEnd">Tokens that are enough to end the answer, one byte each, the closing token included.</param>
/// <param name="MayEnd">Whether the answer may end here.</param>
/// <param name="IsFree">Whether this is free text.</param>
internal sealed record GrammarState(int Number, Position[] Positions, int TokensToEnd, bool MayEnd, bool IsFree)
{
    private readonly ByteSet first = new();

    /// <summary>Bytes that may follow; a few of them may turn out to lead nowhere.</summary>
    public ByteSet First => first;

    /// <summary>Which tokens may follow while there is room for any; null until it is asked for.</summary>
    public GrammarMask? Mask { get; set; }
}
