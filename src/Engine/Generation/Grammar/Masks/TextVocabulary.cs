using Chameleon.Engine.Generation.Grammar.Automaton;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>
/// What grammars need to know of a model's text tokens; made once per engine, when the first grammar comes. What it
/// builds later belongs to the engine thread.
/// </summary>
internal sealed class TextVocabulary
{
    private readonly ITokenizer tokenizer;

    /// <param name="tokenizer">Knows the bytes of tokens.</param>
    /// <param name="textIds">Ids of text proper.</param>
    /// <param name="ends">Ids that end an answer.</param>
    /// <param name="size">Length of a row of logits.</param>
    /// <exception cref="GenerationException">A byte has no token, so that some documents could not be completed.</exception>
    public TextVocabulary(ITokenizer tokenizer, ReadOnlyMemory<int> textIds, int[] ends, int size)
    {
        (this.tokenizer, Ends, Size) = (tokenizer, ends, size);
        Ids = [.. textIds.ToArray().Where(id => BytesOf(id).Length > 0 && !ends.Contains(id))];
        Array.Sort(Ids, (a, b) => BytesOf(a).SequenceCompareTo(BytesOf(b)));
        CheckSingleBytes();
        Trie = TrieOf(Ids);
        Strings = new StringTokens(this, escapes: true);
        Names = new StringTokens(this, escapes: false);
    }

    /// <summary>Length of a row of logits.</summary>
    public int Size { get; }

    /// <summary>Ids that end an answer.</summary>
    public int[] Ends { get; }

    /// <summary>Text tokens in the order of their bytes.</summary>
    public int[] Ids { get; }

    /// <summary>All of them.</summary>
    public TokenTrie Trie { get; }

    /// <summary>How they lie within strings.</summary>
    public StringTokens Strings { get; }

    /// <summary>How they lie within strings that have no escapes.</summary>
    public StringTokens Names { get; }

    /// <summary>The bytes that an id stands for.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => tokenizer.BytesOf(id);

    /// <summary>A trie of some of <see cref="Ids"/>, in their order.</summary>
    public TokenTrie TrieOf(int[] ids) => new(tokenizer, ids);

    /// <summary>How tokens lie within strings of a kind.</summary>
    public StringTokens Within(StringRule rule) => rule.Escapes ? Strings : Names;

    /// <summary>A document is completed byte by byte when room runs out, so every byte of UTF-8 text must be a token.</summary>
    private void CheckSingleBytes()
    {
        var single = new ByteSet();
        foreach (var id in Ids)
        {
            if (BytesOf(id) is [var value])
            {
                single.Add(value);
            }
        }

        for (var value = 0x20; value <= 0xF4; value++)
        {
            if (value is not (0xC0 or 0xC1) && !single.Contains((byte)value))
            {
                throw GrammarThrow.NoByteToken((byte)value);
            }
        }
    }
}
