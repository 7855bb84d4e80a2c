using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Tests.Tokenization;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Bench.Grammars;

/// <summary>What a grammar costs with the published tokenizer: once per model, once per schema, and per token.</summary>
[MemoryDiagnoser]
public class GrammarBenchmarks
{
    private const int EndOfSequence = 2;

    private const string Document =
        """{"name": "Bonn", "tags": ["river", "capital once"], "size": {"people": 330000, "area": 141.06}, "note": "on the Rhine"}""";

    private readonly JsonElement schema = JsonDocument.Parse(
        """
        {"type":"object","properties":{"name":{"type":"string","maxLength":80},"tags":{"type":"array","items":{"type":"string"}},
         "size":{"type":"object","properties":{"people":{"type":"integer","minimum":0},"area":{"type":"number"}},"required":["people"]},
         "note":{"type":["string","null"]}},"required":["name","tags"],"additionalProperties":false}
        """).RootElement;

    private readonly BpeTokenizer tokenizer = PublishedTokenizer.Instance;
    private readonly float[] logits = new float[PublishedTokenizer.Instance.VocabularySize];
    private int[] text = [];
    private int[] ids = [];
    private TextVocabulary vocabulary = null!;
    private TokenGrammar grammar = null!;
    private GrammarBinding warm = null!;

    /// <summary>Makes the tokens, and lets one answer pass.</summary>
    [GlobalSetup]
    public void Setup()
    {
        text = [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.IsSpecial(id))];
        ids = tokenizer.Encode(Document);
        vocabulary = Load();
        grammar = Compile();
        warm = new GrammarBinding(vocabulary, grammar.Bytes);
        Write(warm.Start());
    }

    /// <summary>Once per model: tries and sets of its tokens.</summary>
    [Benchmark]
    public object Vocabulary() => Load();

    /// <summary>Once per schema.</summary>
    [Benchmark]
    public TokenGrammar Compile() => TokenGrammar.JsonSchema(schema);

    /// <summary>The first answer under a grammar: a mask for each of the 75 tokens of a document.</summary>
    [Benchmark]
    public void FirstAnswer() => Write(new GrammarBinding(vocabulary, grammar.Bytes).Start());

    /// <summary>Every answer after it.</summary>
    [Benchmark]
    public void LaterAnswer() => Write(warm.Start());

    private void Write(GrammarMatcher matcher)
    {
        foreach (var id in ids)
        {
            Array.Clear(logits);
            matcher.Constrain(logits, 4000);
            matcher.Advance(id);
        }
    }

    private TextVocabulary Load() => new(tokenizer, text, [EndOfSequence], tokenizer.VocabularySize);
}
