using System.Text;
using System.Text.Json;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Grammar;

namespace Chameleon.Engine.Tests.Generation.Grammar;

public sealed class GrammarAnswerTests(DemoEngine demo) : IClassFixture<DemoEngine>
{
    private static readonly JsonElement Schema = JsonDocument.Parse(
        """
        {"type":"object","properties":{"colors":{"type":"array","items":{"enum":["red","green","blue"]},"minItems":1,"maxItems":4},
         "note":{"type":"string","maxLength":40},"count":{"type":"integer","minimum":0,"maximum":9},"more":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},
         "required":["colors","count"],"additionalProperties":false}
        """).RootElement;

    private static readonly PromptPart[] Prompt = [new PromptPart.Text("What do you see?"), new PromptPart.EndOfTurn()];

    public static TheoryData<float, int?, int> Ways => new()
    {
        { 0, 60, 1 }, { 0.7f, null, 1 }, { 1, 120, 3 }, { 5, 40, 2 }, { 100, 200, 4 }, { 100, 45, 4 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_the_model_writes_under_a_schema_parses_and_fits(float temperature, int? budget, int answers)
    {
        var options = new GenerationOptions
        {
            Grammar = TokenGrammar.JsonSchema(Schema),
            Answers = answers,
            MaxNewTokens = budget,
            Seed = 3,
            Text = SamplingOptions.ForText with { Temperature = temperature },
        };
        foreach (var answer in await Generate(options))
        {
            Assert.Equal(FinishReason.Stop, answer.Reason);
            using var document = JsonDocument.Parse(answer.Text);
            Assert.True(SchemaValidator.Fits(document.RootElement, Schema), answer.Text);
            Assert.Equal(answer.Text, demo.Engine.Tokenizer.Decode([.. answer.Tokens]));
            Assert.InRange(answer.Usage.TextTokens, 1, budget ?? int.MaxValue);
        }
    }

    [Fact]
    public async Task No_other_option_breaks_a_document()
    {
        var forbidden = Encoding.UTF8.GetBytes("{}[]\",:").Select(value => IdOf(value)).ToDictionary(id => id, _ => -100f);
        var options = new GenerationOptions
        {
            Grammar = TokenGrammar.JsonSchema(Schema),
            MaxNewTokens = 200,
            Seed = 1,
            Text = new SamplingOptions { Temperature = 2, TopK = 1, TopP = 0.1f, RepetitionPenalty = 100, NoRepeatNgramSize = 1, MinNewTokens = 150, FrequencyPenalty = 2 },
            LogitBias = forbidden,
            StopStrings = ["{", "\"", "e"],
            Processors = [new ForbidEverything()],
        };
        var answer = Assert.Single(await Generate(options));
        Assert.Equal(FinishReason.Stop, answer.Reason);
        Assert.True(SchemaValidator.Fits(JsonDocument.Parse(answer.Text).RootElement, Schema), answer.Text);
    }

    [Fact]
    public async Task A_processor_cannot_raise_what_the_grammar_forbids()
    {
        var options = new GenerationOptions { Grammar = TokenGrammar.JsonSchema(Schema), MaxNewTokens = 80, Processors = [new LikeEverything()], Seed = 2 };
        var answer = Assert.Single(await Generate(options));
        Assert.True(SchemaValidator.Fits(JsonDocument.Parse(answer.Text).RootElement, Schema), answer.Text);
    }

    [Fact]
    public async Task Many_answers_at_once_are_what_each_is_alone()
    {
        var grammar = TokenGrammar.JsonSchema(Schema);
        GenerationOptions Options(long seed) => new() { Grammar = grammar, MaxNewTokens = 70, Seed = seed, Text = new SamplingOptions { Temperature = 3 } };
        var alone = new List<string>();
        for (var seed = 0; seed < 4; seed++)
        {
            alone.Add((await Generate(Options(seed)))[0].Text);
        }

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Generate(Options(seed))));
        Assert.Equal(alone, together.Select(answers => answers[0].Text));
        Assert.True(alone.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Too_few_tokens_for_any_document_are_refused_with_the_number_that_is_enough()
    {
        var options = new GenerationOptions { Grammar = TokenGrammar.JsonSchema(Schema), MaxNewTokens = 10 };
        var refusal = await Assert.ThrowsAsync<GenerationException>(() => Generate(options));
        Assert.Equal(GenerationError.InvalidOptions, refusal.Error);
        Assert.Equal("MaxNewTokens is 10; the shortest answer that fits the grammar may take 29 tokens.", refusal.Message);
        Assert.Single(await Generate(options with { MaxNewTokens = 29 }));
    }

    [Fact]
    public async Task A_context_that_is_nearly_full_is_refused_like_too_few_tokens()
    {
        var context = demo.Engine.Info.ContextLength;
        PromptPart[] full = [new PromptPart.Ids([.. Enumerable.Repeat(IdOf((byte)'a'), context - 20)])];
        var options = new GenerationOptions { Grammar = TokenGrammar.JsonSchema(Schema) };
        var refusal = await Assert.ThrowsAsync<GenerationException>(() => GenerationResult.CollectAsync(demo.Engine.GenerateAsync(full, options)));
        Assert.StartsWith("The room for the answer is ", refusal.Message);
    }

    [Theory]
    [InlineData(GenerationMode.Picture)]
    [InlineData(GenerationMode.Interleaved)]
    public async Task A_grammar_is_for_text_alone(GenerationMode mode)
    {
        var options = new GenerationOptions { Grammar = TokenGrammar.JsonObject, Mode = mode };
        var refusal = await Assert.ThrowsAsync<GenerationException>(() => Generate(options));
        Assert.Contains("Mode is " + mode, refusal.Message);
    }

    [Fact]
    public async Task A_tool_call_that_is_required_comes_and_can_be_read()
    {
        ToolSchema[] tools = [new("paint", Schema), new("stop", JsonDocument.Parse("{\"properties\":{}}").RootElement)];
        var options = new GenerationOptions
        {
            Grammar = TokenGrammar.ToolCalls(tools, ToolCallChoice.Required, 2),
            Answers = 4,
            MaxNewTokens = 250,
            Seed = 4,
            Text = new SamplingOptions { Temperature = 20 },
        };
        foreach (var answer in await Generate(options))
        {
            Assert.StartsWith(TokenGrammar.ToolCallMarker, answer.Text);
            foreach (var call in answer.Text.Split(TokenGrammar.ToolCallMarker, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                using var document = JsonDocument.Parse(call);
                Assert.Contains(document.RootElement.GetProperty("name").GetString(), tools.Select(tool => tool.Name));
            }
        }
    }

    [Fact]
    public async Task Free_text_under_a_grammar_is_what_it_is_without_one()
    {
        var tools = TokenGrammar.ToolCalls([new("paint", Schema)], ToolCallChoice.Auto);
        var options = new GenerationOptions { MaxNewTokens = 40, Seed = 9 };
        var free = Assert.Single(await Generate(options));
        var ruled = Assert.Single(await Generate(options with { Grammar = tools }));
        Assert.Equal(free.Tokens, ruled.Tokens);
        Assert.Equal(free.Reason, ruled.Reason);
        var stop = free.Text[3..5];
        Assert.Equal(free.Text[..3], Assert.Single(await Generate(options with { Grammar = tools, StopStrings = [stop] })).Text);
    }

    private int IdOf(byte value) => Enumerable.Range(0, demo.Engine.Info.VocabularySize).First(id => demo.Engine.Tokenizer.BytesOf(id).SequenceEqual([value]));

    private async Task<IReadOnlyList<GeneratedAnswer>> Generate(GenerationOptions options) =>
        (await GenerationResult.CollectAsync(demo.Engine.GenerateAsync(Prompt, options))).Answers;

    private sealed class ForbidEverything : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) => logits.Fill(float.NegativeInfinity);
    }

    private sealed class LikeEverything : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) => logits.Fill(10);
    }
}
