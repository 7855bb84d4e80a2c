using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>
/// How the text tokens lie within a string when they begin between two of its characters. Nearly all of them stay inside,
/// whatever the string stands in; these are known beforehand, so that only the few that close it must be tried.
/// Engine thread only once it is made.
/// </summary>
internal sealed class StringTokens
{
    private const ushort Outside = 0;

    private readonly TextVocabulary vocabulary;
    private readonly ushort[] characters;
    private readonly byte[] missing;
    private readonly TokenSet?[] byMost;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="escapes">Whether characters may be escaped.</param>
    public StringTokens(TextVocabulary vocabulary, bool escapes)
    {
        this.vocabulary = vocabulary;
        (characters, missing) = (new ushort[vocabulary.Size], new byte[vocabulary.Size]);
        var closing = new List<int>();
        foreach (var id in vocabulary.Ids)
        {
            if (Place(id, escapes) == StringPlace.Closed)
            {
                closing.Add(id);
            }
        }

        Closing = vocabulary.TrieOf([.. closing]);
        byMost = new TokenSet?[characters.Max() + 1];
    }

    /// <summary>Most characters that a token begins.</summary>
    public int MostCharacters => byMost.Length - 1;

    /// <summary>Tokens that close the string, and perhaps go on.</summary>
    public TokenTrie Closing { get; }

    /// <summary>Tokens that stay inside and begin at most so many characters.</summary>
    public TokenSet Inside(int most)
    {
        most = Math.Min(most, byMost.Length - 1);
        return byMost[most] ??= Collect(most);
    }

    /// <summary>Adds the tokens that stay inside and after which so many bytes are enough to close the string.</summary>
    /// <param name="rule">What the string may hold.</param>
    /// <param name="at">Where it is; between two characters.</param>
    /// <param name="most">Bytes, the closing quote included.</param>
    /// <param name="ids">Where they go.</param>
    public void AddClosable(StringRule rule, StringPosition at, int most, List<int> ids)
    {
        foreach (var id in vocabulary.Ids)
        {
            if (characters[id] != Outside && BytesToClose(rule, at, id) <= most)
            {
                ids.Add(id);
            }
        }
    }

    private int BytesToClose(StringRule rule, StringPosition at, int id)
    {
        const int ClosingQuote = 1;
        var count = characters[id];
        if (at.Name == NameTrie.Apart)
        {
            return count > rule.Max - at.Count
                ? int.MaxValue
                : Math.Max(0, rule.Min - at.Count - count) + missing[id] + ClosingQuote;
        }

        foreach (var value in vocabulary.BytesOf(id))
        {
            at = rule.Next(at, value);
            if (at.Place == StringPlace.Dead)
            {
                return int.MaxValue;
            }
        }

        return rule.BytesToClose(at);
    }

    private StringPlace Place(int id, bool escapes)
    {
        var (place, count) = (StringPlace.Between, 0);
        foreach (var value in vocabulary.BytesOf(id))
        {
            count += place == StringPlace.Between ? 1 : 0;
            place = StringBytes.Next(place, value, escapes);
            if (place is StringPlace.Closed or StringPlace.Dead)
            {
                return place;
            }
        }

        if (count < ushort.MaxValue)
        {
            (characters[id], missing[id]) = ((ushort)count, (byte)StringBytes.Missing(place));
        }

        return place;
    }

    private TokenSet Collect(int most)
    {
        var set = new TokenSet(vocabulary.Size);
        foreach (var id in vocabulary.Ids)
        {
            if (characters[id] != Outside && characters[id] <= most)
            {
                set.Add(id);
            }
        }

        return set;
    }
}
