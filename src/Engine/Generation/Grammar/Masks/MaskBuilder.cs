using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>
/// Finds the tokens that may follow a state: those that lead somewhere, and from there to the end in the room there is.
/// Masks for plenty of room are kept with their states. Engine thread only.
/// </summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="states">The grammar.</param>
internal sealed class MaskBuilder(TextVocabulary vocabulary, GrammarStates states)
{
    private readonly Dictionary<(int Node, int Marker), FreeTokens> free = [];
    private readonly Stack<(int Node, GrammarState State)> pending = new();
    private readonly GrammarMask tight = new();

    /// <summary>Ids in the masks that are kept.</summary>
    public int Kept { get; private set; }

    /// <summary>What may follow; of no meaning once another mask is asked for.</summary>
    /// <param name="state">What stands there.</param>
    /// <param name="room">Tokens that still fit, the next one included.</param>
    public GrammarMask MaskOf(GrammarState state, int room)
    {
        if (state.Mask is null)
        {
            state.Mask = new GrammarMask();
            Fill(state.Mask, state, int.MaxValue);
            state.Mask.Ids.TrimExcess();
            Kept += state.Mask.Ids.Count;
        }

        if (state.Mask.Room < room)
        {
            return state.Mask;
        }

        tight.Clear();
        Fill(tight, state, room - 1);
        return tight;
    }

    private void Fill(GrammarMask mask, GrammarState state, int room)
    {
        var wide = 0;
        foreach (var position in state.Positions)
        {
            switch (states.NodeOf(position))
            {
                case GrammarNode.Text text when position.Text.Place == StringPlace.Between:
                    wide++;
                    FillString(mask, state, position, text.Rule, room);
                    break;
                case GrammarNode.Free node:
                    wide++;
                    FillFree(mask, state, position, node.Marker, room);
                    break;
            }
        }

        var narrow = wide == 0 ? state : wide == state.Positions.Length ? null : states.Only(state, position => !IsWide(position));
        if (narrow is not null)
        {
            Walk(mask, vocabulary.Trie, narrow, room);
        }

        if (state.MayEnd)
        {
            mask.Ids.AddRange(vocabulary.Ends);
        }
    }

    private bool IsWide(Position position) => states.NodeOf(position) is GrammarNode.Free
        || (states.NodeOf(position) is GrammarNode.Text && position.Text.Place == StringPlace.Between);

    private void FillString(GrammarMask mask, GrammarState state, Position position, StringRule rule, int room)
    {
        const int QuoteAndName = 2;
        var (at, tokens) = (position.Text, vocabulary.Within(rule));
        Walk(mask, tokens.Closing, state, room);
        var behind = states.TokensToEnd(position) - rule.BytesToClose(at);
        var most = behind + Math.Max(0, rule.Min - at.Count) + StringBytes.Missing(StringPlace.Hex4) + QuoteAndName;
        var left = rule.Max - at.Count;
        var nameMayFill = at.Name != NameTrie.Apart && left <= tokens.MostCharacters;
        if (most <= room && !nameMayFill)
        {
            mask.Sets.Add(tokens.Inside(left));
        }
        else
        {
            tokens.AddClosable(rule, at, Math.Min(room, ClosingCosts.Never) - behind, mask.Ids);
        }

        mask.Needs(Math.Min(most, room));
    }

    private void FillFree(GrammarMask mask, GrammarState state, Position position, MarkerAutomaton marker, int room)
    {
        if (!free.TryGetValue((position.Node, position.Marker), out var tokens))
        {
            tokens = new FreeTokens(vocabulary, marker, position.Marker);
            free.Add((position.Node, position.Marker), tokens);
        }

        mask.Sets.Add(tokens.Staying);
        Walk(mask, tokens.Completing, state, room);
    }

    /// <summary>Adds the tokens of a trie that may follow.</summary>
    private void Walk(GrammarMask mask, TokenTrie trie, GrammarState start, int room)
    {
        pending.Push((TokenTrie.Root, start));
        while (pending.TryPop(out var at))
        {
            var children = trie.Children(at.Node);
            for (var child = children.Start.Value; child < children.End.Value; child++)
            {
                if (states.Step(at.State, trie.ByteOf(child)) is not { } next)
                {
                    continue;
                }

                if (next.TokensToEnd <= room && trie.Tokens(child) is { IsEmpty: false } ids)
                {
                    mask.Ids.AddRange(ids);
                    mask.Needs(next.TokensToEnd);
                }

                pending.Push((child, next));
            }
        }
    }
}
