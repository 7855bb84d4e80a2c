using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;

namespace Chameleon.Engine.Tests.Generation.Grammar;

public sealed class GrammarFuzzTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_a_model_prefers_the_answer_parses_and_fits_in_any_budget(int seed)
    {
        var random = new Random(seed);
        var vocabulary = new TestVocabulary(random);
        for (var i = 0; i < 12; i++)
        {
            var schema = RandomSchema.Create(random).Schema;
            var grammar = TokenGrammar.JsonSchema(schema);
            var fewest = GrammarRun.Fewest(vocabulary, grammar);
            foreach (var budget in (int[])[fewest, fewest + 1, fewest + 3, fewest + 10, fewest + 30, fewest + 300])
            {
                var answer = GrammarRun.Write(vocabulary, GrammarRun.Start(vocabulary, grammar), budget, random);
                using var document = JsonDocument.Parse(answer);
                Assert.True(SchemaValidator.Fits(document.RootElement, schema), $"{answer} does not fit {schema}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_mask_is_what_trying_every_token_byte_by_byte_gives(int seed)
    {
        var random = new Random(1000 + seed);
        var vocabulary = new TestVocabulary(random);
        for (var i = 0; i < 6; i++)
        {
            var grammar = TokenGrammar.JsonSchema(RandomSchema.Create(random).Schema);
            CheckMasks(vocabulary, grammar, random, random.Next(2) == 0 ? 40 : 400);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_mask_of_tool_calls_is_what_trying_every_token_gives(int seed)
    {
        var random = new Random(2000 + seed);
        var vocabulary = new TestVocabulary(random);
        ToolSchema[] tools = [new("name", RandomObject(random)), new("names", RandomObject(random)), new("other", RandomObject(random))];
        CheckMasks(vocabulary, TokenGrammar.ToolCalls(tools, (ToolCallChoice)(seed % 2), 1 + (seed % 3)), random, 200);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_document_that_fits_is_accepted_byte_by_byte_and_in_any_tokens(int seed)
    {
        var random = new Random(3000 + seed);
        var vocabulary = new TestVocabulary(random);
        for (var i = 0; i < 10; i++)
        {
            var schema = RandomSchema.Create(random);
            var grammar = TokenGrammar.JsonSchema(schema.Schema);
            for (var j = 0; j < 4; j++)
            {
                var document = schema.Document();
                Assert.True(SchemaValidator.Fits(JsonDocument.Parse(document).RootElement, schema.Schema), $"{document} was to fit {schema.Schema}");
                CheckAccepted(vocabulary, grammar, document, random, j == 0 ? 1 : 8);
            }
        }
    }

    private static JsonElement RandomObject(Random random)
    {
        while (true)
        {
            var schema = RandomSchema.Create(random).Schema;
            if (schema.TryGetProperty("properties", out _))
            {
                return schema;
            }
        }
    }

    private static void CheckMasks(TestVocabulary vocabulary, TokenGrammar grammar, Random random, int extra)
    {
        var (matcher, plain) = (GrammarRun.Start(vocabulary, grammar), new PlainMatcher(grammar.Bytes));
        for (var room = GrammarRun.Fewest(vocabulary, grammar) + random.Next(extra); room > 0; room--)
        {
            var expected = vocabulary.Text.Ids
                .Where(id => plain.Take(vocabulary.BytesOf(id)) is { IsDead: false } after && after.TokensToEnd < room).ToHashSet();
            if (plain.MayEnd)
            {
                expected.Add(vocabulary.End);
            }

            Assert.Equal(plain.TokensToEnd, matcher.TokensToEnd);
            var allowed = GrammarRun.Allowed(vocabulary, matcher, room);
            Assert.Equal(Spell(vocabulary, expected), Spell(vocabulary, allowed));

            // Short ways through a document would rarely meet its inner places.
            int[] next = [.. expected.Where(id => id != vocabulary.End)];
            if (next.Length == 0)
            {
                return;
            }

            var chosen = next[random.Next(next.Length)];
            matcher.Advance(chosen);
            plain = plain.Take(vocabulary.BytesOf(chosen));
        }
    }

    private static IEnumerable<string> Spell(TestVocabulary vocabulary, IEnumerable<int> ids) =>
        ids.Order().Select(id => id == vocabulary.End ? "end" : $"{id} {Encoding.Latin1.GetString(vocabulary.BytesOf(id))}");

    private static void CheckAccepted(TestVocabulary vocabulary, TokenGrammar grammar, string document, Random random, int longest)
    {
        var matcher = GrammarRun.Start(vocabulary, grammar);
        ReadOnlySpan<byte> left = Encoding.UTF8.GetBytes(document);
        var room = left.Length + 1;
        while (left.Length > 0)
        {
            var fitting = new List<int>();
            foreach (var id in vocabulary.Text.Ids)
            {
                if (vocabulary.BytesOf(id).Length <= longest && left.StartsWith(vocabulary.BytesOf(id)))
                {
                    fitting.Add(id);
                }
            }

            var chosen = fitting[random.Next(fitting.Count)];
            Assert.True(
                GrammarRun.Allowed(vocabulary, matcher, room--).Contains(chosen),
                $"{Encoding.UTF8.GetString(vocabulary.BytesOf(chosen))} was refused before {Encoding.UTF8.GetString(left)} in {document}");
            matcher.Advance(chosen);
            left = left[vocabulary.BytesOf(chosen).Length..];
        }

        Assert.True(matcher.MayEnd, document);
    }
}
