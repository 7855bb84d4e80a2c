using System.Buffers;

namespace Chameleon.Engine.Tokenization;

/// <summary>Finds added tokens in text: exact content, leftmost, then longest. Thread-safe.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids;
    private readonly SearchValues<char> firstCharacters;

    // Longest first. They are few, and bounded by what the file may hold, so the scan stays linear.
    private readonly int[] lengths;

    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        var byContent = tokens.ToDictionary(token => token.Content, token => token.Id);
        ids = byContent.GetAlternateLookup<ReadOnlySpan<char>>();
        firstCharacters = SearchValues.Create([.. byContent.Keys.Select(content => content[0]).Distinct()]);
        lengths = [.. byContent.Keys.Select(content => content.Length).Distinct().OrderDescending()];
    }

    /// <summary>The first added token in the text.</summary>
    public bool Find(ReadOnlySpan<char> text, out int start, out int length, out int id)
    {
        start = 0;
        while (text[start..].IndexOfAny(firstCharacters) is >= 0 and var step)
        {
            start += step;
            foreach (var candidate in lengths)
            {
                if (candidate <= text.Length - start && ids.TryGetValue(text.Slice(start, candidate), out id))
                {
                    length = candidate;
                    return true;
                }
            }

            start++;
        }

        (length, id) = (0, 0);
        return false;
    }
}
