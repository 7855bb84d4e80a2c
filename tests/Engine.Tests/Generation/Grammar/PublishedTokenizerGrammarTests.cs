using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Generation.Grammar.Masks;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Tests.Tokenization;

namespace Chameleon.Engine.Tests.Generation.Grammar;

/// <summary>Grammars over the 65,536 tokens of the published models.</summary>
public sealed class PublishedTokenizerGrammarTests
{
    private const int EndOfSequence = 2;
    private const string Document = """{"name": "Bonn \"am\" Rhein 日本", "tags": ["a", "river"], "size":{"people": 330000}, "more": -1.5e3}""";

    private static readonly TextVocabulary Vocabulary = new(
        PublishedTokenizer.Instance,
        Enumerable.Range(0, PublishedTokenizer.Instance.VocabularySize).Where(IsText).ToArray(),
        [EndOfSequence],
        PublishedTokenizer.Instance.VocabularySize);

    private static readonly TokenGrammar Grammar = TokenGrammar.JsonSchema(JsonDocument.Parse(
        """
        {"type":"object","properties":{"name":{"type":"string","maxLength":25},"tags":{"type":"array","items":{"type":"string"}},
         "size":{"type":"object","properties":{"people":{"type":"integer","minimum":0}}}},"required":["name"],"additionalProperties":{"type":"number"}}
        """).RootElement);

    [Fact]
    public void A_document_is_accepted_as_the_tokenizer_cuts_it_and_control_tokens_never_are()
    {
        var matcher = new GrammarBinding(Vocabulary, Grammar.Bytes).Start();
        var ids = PublishedTokenizer.Instance.Encode(Document);
        foreach (var id in ids)
        {
            var allowed = Allowed(matcher, 1000);
            Assert.Contains(id, allowed);
            Assert.DoesNotContain(allowed, other => !IsText(other));
            matcher.Advance(id);
        }

        Assert.Equal([EndOfSequence], Allowed(matcher, 1));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(40)]
    public void Its_masks_are_what_trying_every_token_byte_by_byte_gives(int most)
    {
        var matcher = new GrammarBinding(Vocabulary, Grammar.Bytes).Start();
        var plain = new PlainMatcher(Grammar.Bytes);
        var ids = PublishedTokenizer.Instance.Encode(Document);
        for (var i = 0; i < ids.Length; i++)
        {
            if (i % 7 == 1)
            {
                var room = Math.Max(most - i, plain.TokensToEnd);
                var expected = Vocabulary.Ids.Where(id => plain.Take(Vocabulary.BytesOf(id)) is { IsDead: false } after && after.TokensToEnd < room);
                Assert.Equal(expected.Order(), Allowed(matcher, room).Order());
            }

            matcher.Advance(ids[i]);
            plain = plain.Take(Vocabulary.BytesOf(ids[i]));
        }
    }

    private static bool IsText(int id) =>
        !PublishedTokenizer.Instance.IsSpecial(id) && ChameleonVocabulary.ParseCode(PublishedTokenizer.Instance.TokenOf(id)) < 0;

    private static HashSet<int> Allowed(GrammarMatcher matcher, int room)
    {
        var logits = new float[Vocabulary.Size];
        matcher.Constrain(logits, room);
        return [.. Enumerable.Range(0, logits.Length).Where(id => logits[id] == 0)];
    }
}
