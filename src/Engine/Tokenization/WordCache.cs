namespace Chameleon.Engine.Tokenization;

/// <summary>
/// Ids of words met before. A fixed number of slots, one per hash; a newcomer takes the slot. Thread-safe: an entry is
/// immutable and a slot is read and written whole.
/// </summary>
internal sealed class WordCache
{
    private const int SlotCount = 1 << 14;
    private const int LongestWord = 48;

    private readonly Entry?[] slots = new Entry?[SlotCount];

    /// <summary>The ids of a word, if it is remembered.</summary>
    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord && slots[SlotOf(word)] is { } entry && word.SequenceEqual(entry.Word))
        {
            ids = entry.Ids;
            return true;
        }

        ids = default;
        return false;
    }

    /// <summary>Remembers a word, unless it is too long to be met again.</summary>
    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord)
        {
            slots[SlotOf(word)] = new Entry(word.ToString(), ids.ToArray());
        }
    }

    private static int SlotOf(ReadOnlySpan<char> word) => string.GetHashCode(word) & (SlotCount - 1);

    private sealed record Entry(string Word, int[] Ids);
}
