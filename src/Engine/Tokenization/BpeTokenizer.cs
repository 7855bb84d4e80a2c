using System.Runtime.InteropServices;
using System.Text;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tokenization;

/// <summary>
/// Byte-level byte-pair encoding as <c>tokenizer.json</c> of Hugging Face's tokenizers describes it. Equal to the
/// reference library for every text; ill-formed UTF-16 is read as if each lone surrogate were U+FFFD. Encoding takes
/// n·log n time and memory linear in the text. Thread-safe.
/// </summary>
public sealed class BpeTokenizer : ITokenizer
{
    private readonly Vocabulary vocabulary;
    private readonly MergeTable merges;
    private readonly PreTokenizer preTokenizer;
    private readonly AddedTokenMatcher[] matchers;
    private readonly AddedTokenMatcher[] inertMatchers;
    private readonly WordCache cache = new();
    private WordEncoder? spareEncoder;

    internal BpeTokenizer(TokenizerFile file)
    {
        vocabulary = file.Vocabulary;
        merges = file.Merges;
        preTokenizer = file.PreTokenizer;
        BeginOfSequence = file.BeginOfSequence;
        matchers = Matchers(file.AddedTokens);
        inertMatchers = Matchers(file.AddedTokens.Where(token => !token.IsSpecial));
    }

    /// <summary>Number of ids; they run from 0 without gaps.</summary>
    public int VocabularySize => vocabulary.Size;

    /// <summary>
    /// The id that the file's template puts in front of a sequence, null when it has none. <c>Encode</c> does not add it.
    /// </summary>
    public int? BeginOfSequence { get; }

    /// <summary>Loads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="Checkpoints.CheckpointException">
    /// The file is damaged, contradicts itself or asks for something that this tokenizer does not do.
    /// </exception>
    public static BpeTokenizer Load(string path) => new(TokenizerFile.Read(path));

    /// <summary>Id of a token as the file spells it (byte alphabet: a leading space is <c>Ġ</c>).</summary>
    public bool TryGetId(string token, out int id) => vocabulary.TryGetId(token, out id);

    /// <summary>The token as the file spells it, null outside the vocabulary.</summary>
    public string? TokenOf(int id) => vocabulary.TokenOf(id);

    /// <summary>Whether an id is a control token (<c>&lt;s&gt;</c>, <c>&lt;image&gt;</c>, picture codes); false outside the vocabulary.</summary>
    public bool IsSpecial(int id) => vocabulary.IsSpecial(id);

    /// <summary>Ids of a text in which control tokens are plain characters; no begin-of-sequence.</summary>
    public int[] Encode(string text) => Encode(text, parseSpecialTokens: false);

    /// <summary>Ids of a text; no begin-of-sequence.</summary>
    /// <param name="text">Any string, ill-formed UTF-16 included.</param>
    /// <param name="parseSpecialTokens">
    /// Whether the names of control tokens in the text become their ids. Never for text that a caller supplies.
    /// </param>
    public int[] Encode(string text, bool parseSpecialTokens)
    {
        var ids = new List<int>(text.Length / 3);
        Encode(text, ids, parseSpecialTokens);
        return [.. ids];
    }

    /// <summary>Appends the ids of a text; see <see cref="Encode(string, bool)"/>.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> destination, bool parseSpecialTokens = false)
    {
        var encoder = Interlocked.Exchange(ref spareEncoder, null) ?? new WordEncoder(vocabulary, merges, cache);
        encoder.Target(destination);
        Encode(text, parseSpecialTokens ? matchers : inertMatchers, encoder, destination);
        if (encoder.IsWorthKeeping)
        {
            encoder.Target([]);
            Volatile.Write(ref spareEncoder, encoder);
        }
    }

    /// <summary>The text of ids, control tokens left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id lies outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids) => Decode(ids, skipSpecialTokens: true);

    /// <summary>The text of ids; bytes that are no UTF-8 become U+FFFD, one per maximal valid prefix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id lies outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var bytes = new List<byte>(ids.Length * 4);
        foreach (var id in ids)
        {
            if (!skipSpecialTokens || !vocabulary.IsSpecial(id))
            {
                bytes.AddRange(vocabulary.BytesOf(id));
            }
        }

        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes));
    }

    /// <summary>The bytes of text that an id stands for; perhaps a part of a character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id lies outside the vocabulary.</exception>
    public ReadOnlySpan<byte> BytesOf(int id) => vocabulary.BytesOf(id);

    /// <summary>A decoder for one answer's ids as they come, control tokens left out.</summary>
    public ITextDecoder CreateDecoder() => CreateStreamingDecoder(skipSpecialTokens: true);

    /// <summary>A decoder for ids as they come.</summary>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens) => new(vocabulary, skipSpecialTokens);

    private static AddedTokenMatcher[] Matchers(IEnumerable<AddedToken> tokens) =>
        [.. tokens.GroupBy(token => token.IsNormalized).OrderBy(group => group.Key).Select(group => new AddedTokenMatcher(group))];

    private void Encode(
        ReadOnlySpan<char> text, ReadOnlySpan<AddedTokenMatcher> matchers, WordEncoder encoder, List<int> destination)
    {
        if (matchers.IsEmpty)
        {
            preTokenizer.Split(text, encoder);
            return;
        }

        while (matchers[0].Find(text, out var start, out var length, out var id))
        {
            Encode(text[..start], matchers[1..], encoder, destination);
            destination.Add(id);
            text = text[(start + length)..];
        }

        Encode(text, matchers[1..], encoder, destination);
    }
}
