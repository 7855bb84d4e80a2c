using System.Runtime.InteropServices;
using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>Where one answer stands under a grammar. Engine thread only.</summary>
internal sealed class GrammarMatcher
{
    private readonly TextVocabulary vocabulary;
    private readonly GrammarWorkspace workspace;
    private GrammarState state;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="workspace">The grammar's states and masks.</param>
    public GrammarMatcher(TextVocabulary vocabulary, GrammarWorkspace workspace)
    {
        (this.vocabulary, this.workspace) = (vocabulary, workspace);
        state = workspace.States.Start;
    }

    /// <summary>Whether this is free text, where stop strings count.</summary>
    public bool IsFree => state.IsFree;

    /// <summary>Whether the answer may end here.</summary>
    public bool MayEnd => state.MayEnd;

    /// <summary>Tokens that are enough to end the answer, one byte each, the closing token included.</summary>
    public int TokensToEnd => state.TokensToEnd;

    /// <summary>
    /// Sets the logits of all tokens to −∞ that cannot follow, or after which the answer could not be ended in the room
    /// there is. While there was room at the start, some token is always left.
    /// </summary>
    /// <param name="logits">[vocabulary].</param>
    /// <param name="room">Tokens that still fit, the next one included.</param>
    public void Constrain(Span<float> logits, int room)
    {
        var mask = workspace.Masks.MaskOf(state, room);
        var saved = workspace.Saved(mask.Ids.Count);
        for (var i = 0; i < saved.Length; i++)
        {
            saved[i] = logits[mask.Ids[i]];
        }

        if (mask.Sets.Count == 0)
        {
            logits.Fill(float.NegativeInfinity);
        }
        else
        {
            TokenSet.Apply(CollectionsMarshal.AsSpan(mask.Sets), logits);
        }

        for (var i = 0; i < saved.Length; i++)
        {
            logits[mask.Ids[i]] = saved[i];
        }
    }

    /// <summary>Takes the chosen token.</summary>
    /// <exception cref="InvalidOperationException">It cannot follow.</exception>
    public void Advance(int id)
    {
        var next = state;
        foreach (var value in vocabulary.BytesOf(id))
        {
            next = workspace.States.Step(next, value) ?? throw GrammarThrow.Impossible(id);
        }

        state = next;
    }
}
