using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>The text tokens by whether they complete a marker of which a part stands there already. Immutable.</summary>
internal sealed class FreeTokens
{
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="marker">The marker.</param>
    /// <param name="state">How much of it stands there.</param>
    public FreeTokens(TextVocabulary vocabulary, MarkerAutomaton marker, int state)
    {
        Staying = new TokenSet(vocabulary.Size);
        var completing = new List<int>();
        foreach (var id in vocabulary.Ids)
        {
            if (Completes(vocabulary.BytesOf(id), marker, state))
            {
                completing.Add(id);
            }
            else
            {
                Staying.Add(id);
            }
        }

        Completing = vocabulary.TrieOf([.. completing]);
    }

    /// <summary>Tokens after which the text is still free.</summary>
    public TokenSet Staying { get; }

    /// <summary>Tokens that complete the marker, and perhaps go on.</summary>
    public TokenTrie Completing { get; }

    private static bool Completes(ReadOnlySpan<byte> bytes, MarkerAutomaton marker, int state)
    {
        foreach (var value in bytes)
        {
            state = marker.Next(state, value);
            if (state == marker.Complete)
            {
                return true;
            }
        }

        return false;
    }
}
