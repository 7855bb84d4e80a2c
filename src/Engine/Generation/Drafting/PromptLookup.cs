namespace Chameleon.Engine.Generation.Drafting;

/// <summary>
/// Guesses how an answer goes on by looking it up (prompt lookup decoding, Saxena 2023): where its last tokens stood
/// before, in prompt or answer, what followed then may follow again. Where they stood twice, the guess goes as far as both
/// places agree: the names in a list of records, not their values. Every chosen token is held against the guess, also while
/// nobody acts on it, so how far guesses can be trusted is known before any is paid for. Allocates nothing per token. Not
/// thread-safe.
/// </summary>
internal sealed class PromptLookup
{
    /// <summary>Tokens that must have stood together before.</summary>
    public const int ShortestMatch = 2;

    /// <summary>A match as long as this is as good as any.</summary>
    private const int LongestMatch = 16;

    /// <summary>What one outcome counts in <see cref="HitRate"/>.</summary>
    private const float Weight = 0.3f;

    private int next = -1;
    private int other = -1;

    /// <summary>Share of guesses that were right, late ones counting most; 0 before the first.</summary>
    public float HitRate { get; private set; }

    /// <summary>Takes note of a chosen token.</summary>
    /// <param name="tokens">All ids of the sequence, the chosen one last.</param>
    public void Take(ReadOnlySpan<int> tokens)
    {
        if (TryGuess(tokens[..^1], 0, out var guess))
        {
            var hit = guess == tokens[^1];
            HitRate += Weight * ((hit ? 1 : 0) - HitRate);
            if (hit)
            {
                (next, other) = (next + 1, other < 0 ? -1 : other + 1);
                return;
            }
        }

        Find(tokens);
    }

    /// <summary>The id that may come next, or after as many that do.</summary>
    /// <param name="tokens">All ids of the sequence and those guessed after them: a guess may run on into itself, as in a loop.</param>
    /// <param name="ahead">How many guessed ids come before.</param>
    /// <param name="id">The guess.</param>
    /// <returns>False if there is none.</returns>
    public bool TryGuess(ReadOnlySpan<int> tokens, int ahead, out int id)
    {
        id = next < 0 ? -1 : tokens[next + ahead];
        return next >= 0 && (other < 0 || tokens[other + ahead] == id);
    }

    /// <summary>Finds the place after the longest earlier occurrence of the last tokens, the latest of equals, and the one before it.</summary>
    private void Find(ReadOnlySpan<int> tokens)
    {
        (next, other) = (-1, -1);
        if (tokens.Length <= ShortestMatch)
        {
            return;
        }

        var longest = ShortestMatch - 1;
        var last = tokens[^1];
        for (var end = tokens[..^1].LastIndexOf(last); end > 0; end = tokens[..end].LastIndexOf(last))
        {
            var length = MatchLength(tokens, end);
            if (length > longest)
            {
                (longest, next, other) = (length, end + 1, -1);
            }
            else if (length == longest && next >= 0 && other < 0)
            {
                other = end + 1;
                if (length == LongestMatch)
                {
                    return;
                }
            }
        }
    }

    private static int MatchLength(ReadOnlySpan<int> tokens, int end)
    {
        var length = 1;
        while (length < LongestMatch && length <= end && tokens[end - length] == tokens[tokens.Length - 1 - length])
        {
            length++;
        }

        return length;
    }
}
