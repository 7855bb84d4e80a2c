using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Chameleon.Engine.Tokenization;

/// <summary>Words to ids. Holds the buffers of one call at a time; not thread-safe.</summary>
internal sealed class WordEncoder(Vocabulary vocabulary, MergeTable merges, WordCache cache) : IWordSink
{
    // Room for common words; the buffers of a longer one are not worth keeping.
    private const int LargestKept = 1 << 16;

    private readonly WordMerger merger = new(merges);
    private List<int> destination = [];

    /// <summary>Whether the buffers are small enough to be kept for another call.</summary>
    public bool IsWorthKeeping => merger.Capacity <= LargestKept;

    /// <summary>Says where the ids of the next words go.</summary>
    public void Target(List<int> ids) => destination = ids;

    /// <summary>Appends the ids of a word. Lone surrogates become U+FFFD.</summary>
    public void Add(ReadOnlySpan<char> word)
    {
        if (cache.TryGet(word, out var known))
        {
            destination.AddRange(known);
            return;
        }

        var before = destination.Count;
        Merge(word);
        cache.Add(word, CollectionsMarshal.AsSpan(destination)[before..]);
    }

    private void Merge(ReadOnlySpan<char> word)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
        var symbols = ArrayPool<int>.Shared.Rent(bytes.Length);
        var count = Encoding.UTF8.GetBytes(word, bytes);
        for (var i = 0; i < count; i++)
        {
            symbols[i] = vocabulary.IdOfByte(bytes[i]);
        }

        merger.Merge(symbols.AsSpan(0, count), destination);
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<int>.Shared.Return(symbols);
    }
}
