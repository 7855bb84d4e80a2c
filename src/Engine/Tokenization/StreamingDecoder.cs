using System.Buffers;
using System.Text;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tokenization;

/// <summary>
/// Ids to text as they come. A byte that may still become part of a valid character is held back; impossible bytes
/// become U+FFFD at once, one per maximal valid prefix. What was pushed out plus the flush is exactly
/// <see cref="BpeTokenizer.Decode(ReadOnlySpan{int}, bool)"/> of all ids. Not thread-safe.
/// </summary>
public sealed class StreamingDecoder : ITextDecoder
{
    private const int MostHeld = 3;

    private readonly Vocabulary vocabulary;
    private readonly bool skipSpecialTokens;
    private readonly byte[] held = new byte[MostHeld];
    private int heldCount;

    internal StreamingDecoder(Vocabulary vocabulary, bool skipSpecialTokens)
    {
        this.vocabulary = vocabulary;
        this.skipSpecialTokens = skipSpecialTokens;
    }

    /// <summary>The text that can be shown after this id; may be empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id lies outside the vocabulary.</exception>
    public string Push(int id)
    {
        if (skipSpecialTokens && vocabulary.IsSpecial(id))
        {
            return "";
        }

        const int LargestOnStack = 256;
        var added = vocabulary.BytesOf(id);
        var length = heldCount + added.Length;
        var bytes = length <= LargestOnStack ? stackalloc byte[length] : new byte[length];
        held.AsSpan(0, heldCount).CopyTo(bytes);
        added.CopyTo(bytes[heldCount..]);

        heldCount = UnfinishedLength(bytes);
        bytes[^heldCount..].CopyTo(held);
        return Encoding.UTF8.GetString(bytes[..^heldCount]);
    }

    /// <summary>U+FFFD for an unfinished character, else nothing; afterwards the decoder is as new.</summary>
    public string Flush()
    {
        var rest = Encoding.UTF8.GetString(held, 0, heldCount);
        heldCount = 0;
        return rest;
    }

    /// <summary>Bytes at the end that the next byte decides about.</summary>
    private static int UnfinishedLength(ReadOnlySpan<byte> bytes)
    {
        const byte FirstLead = 0xC0;
        for (var length = 1; length <= Math.Min(MostHeld, bytes.Length); length++)
        {
            var tail = bytes[^length..];
            if (tail[0] >= FirstLead)
            {
                return IsUnfinished(tail) ? length : 0;
            }
        }

        return 0;
    }

    // The first two of the three bytes of a surrogate are lost already, but the reference waits for the third.
    private static bool IsUnfinished(ReadOnlySpan<byte> tail) =>
        Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData
        || tail is [0xED, >= 0xA0 and <= 0xBF];
}
