namespace Chameleon.Engine.Tokenization;

/// <summary>
/// Byte-pair encoding of one word: the symbols are a doubly linked list over arrays, the possible merges wait in a queue.
/// n·log n in the word's length for merges that training made, whatever the word holds. Reusable, not thread-safe.
/// </summary>
internal sealed class WordMerger(MergeTable merges)
{
    private const int Removed = -1;

    private readonly MergeQueue candidates = new();
    private int[] symbols = [];
    private int[] previous = [];
    private int[] next = [];

    /// <summary>Longest word so far.</summary>
    public int Capacity => symbols.Length;

    /// <summary>Appends the ids of a word.</summary>
    /// <param name="word">Ids of the word's single bytes.</param>
    /// <param name="destination">Receives the ids after all merges.</param>
    public void Merge(ReadOnlySpan<int> word, List<int> destination)
    {
        Load(word);
        while (candidates.TryDequeue(out var rank, out var left))
        {
            // An entry is stale when one of its two symbols has meanwhile been merged into something else.
            if (symbols[left] != Removed
                && next[left] < word.Length
                && merges.TryGet(symbols[left], symbols[next[left]], out var merge)
                && merge.Rank == rank)
            {
                Apply(left, merge.Result, word.Length);
            }
        }

        for (var i = 0; i < word.Length; i = next[i])
        {
            destination.Add(symbols[i]);
        }
    }

    private void Load(ReadOnlySpan<int> word)
    {
        if (word.Length > Capacity)
        {
            symbols = new int[word.Length];
            previous = new int[word.Length];
            next = new int[word.Length];
        }

        word.CopyTo(symbols);
        for (var i = 0; i < word.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1;
        }

        for (var i = 0; i + 1 < word.Length; i++)
        {
            Consider(i, word.Length);
        }
    }

    private void Apply(int left, int result, int length)
    {
        var right = next[left];
        symbols[left] = result;
        symbols[right] = Removed;
        next[left] = next[right];
        if (next[left] < length)
        {
            previous[next[left]] = left;
        }

        if (previous[left] >= 0)
        {
            Consider(previous[left], length);
        }

        Consider(left, length);
    }

    private void Consider(int left, int length)
    {
        if (next[left] < length && merges.TryGet(symbols[left], symbols[next[left]], out var merge))
        {
            candidates.Enqueue(merge.Rank, left);
        }
    }
}
