using System.Text.Json;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Grammar;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;
using Chameleon.Engine.Tests.Generation.Fakes;
using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests.Generation.Drafting;

/// <summary>The demo model: whatever the options, an answer with drafts is the answer without, to the last bit.</summary>
public sealed class DraftExactnessTests(DemoEngine demo) : IClassFixture<DemoEngine>
{
    private const int RequestsAtOnce = 12;

    private static readonly string[] Texts =
    [
        "I see a big red star in the center. I see a big red star in the center.",
        "one two one two one two",
        "{\"a\":1,\"b\":1,\"c\":1}",
        "The circle is big. The square is big. The star is big.",
    ];

    private static readonly TokenGrammar[] Grammars =
    [
        TokenGrammar.JsonObject,
        TokenGrammar.JsonSchema(JsonDocument.Parse(
            """
            {"type":"array","items":{"type":"object","properties":{"color":{"enum":["red","green"]},"size":{"enum":["big","small"]}},
             "required":["color","size"],"additionalProperties":false},"minItems":1,"maxItems":2}
            """).RootElement),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task An_answer_with_drafts_is_the_answer_without(int seed) => AssertSameAsync(demo.Engine, new Random(seed));

    [Theory]
    [InlineData("nf4", ActivationPrecision.Float32, KvElement.Float32)]
    [InlineData("nf4-nested", ActivationPrecision.Int8, KvElement.Float16)]
    [InlineData("int8", ActivationPrecision.Int8, KvElement.Int8)]
    [InlineData("nf4", ActivationPrecision.Int16, KvElement.BFloat16)]
    public async Task Whatever_form_weights_activations_and_cache_have(string form, ActivationPrecision activations, KvElement cache)
    {
        var options = new EngineOptions { Quantize = new WeightQuantization { Target = QuantizationTarget.Parse(form) }, Activations = activations, KvCache = cache };
        await using var engine = await ChameleonEngine.LoadAsync(DemoModel.Directory, options);
        await AssertSameAsync(engine, new Random(1));
        Assert.True(engine.Metrics.AcceptedTokens > 0);
    }

    [Fact]
    public async Task Drafts_of_the_demo_model_are_right_often_enough_to_count()
    {
        await using var engine = await ChameleonEngine.LoadAsync(DemoModel.Directory, new EngineOptions { DraftTokens = 6 });
        var ids = engine.Tokenizer.Encode(Texts[0]);
        var options = new GenerationOptions { MaxNewTokens = 3 * ids.Length, Text = SamplingOptions.Greedy, Processors = [new Script(ids, 100)] };
        var answer = Assert.Single((await GenerationResult.CollectAsync(engine.GenerateAsync([new PromptPart.Text(Texts[0])], options))).Answers);
        Assert.Equal(3 * ids.Length, answer.Tokens.Count);
        var metrics = engine.Metrics;
        Assert.InRange(metrics.AcceptedTokens, 1, metrics.DraftedTokens);
        Assert.Equal(answer.Tokens.Count, metrics.GeneratedTokens);
        Assert.Equal(metrics.GeneratedTokens - metrics.AcceptedTokens, metrics.Passes);
    }

    [Fact]
    public async Task A_picture_after_drafts_is_the_picture_without()
    {
        var ids = demo.Engine.Tokenizer.Encode(Texts[1]);
        var opening = FindOpening();
        PromptPart[] prompt = [new PromptPart.Text(Texts[1]), new PromptPart.EndOfTurn()];
        var options = new GenerationOptions
        {
            Mode = GenerationMode.Interleaved,
            MaxNewTokens = ids.Length + 275,
            Seed = 3,
            Text = SamplingOptions.Greedy,
            Processors = [new Script([.. ids, opening, .. ids], 100)],
            Picture = new PictureOptions { TextGuidanceScale = 3, ImageGuidanceScale = 1.5f },
        };
        var plain = await Read(demo.Engine, prompt, options with { DraftTokens = 0 });
        Assert.Contains(plain, line => line.StartsWith("picture 0", StringComparison.Ordinal));
        Assert.Equal(plain, await Read(demo.Engine, prompt, options with { DraftTokens = 16 }));
    }

    private static async Task AssertSameAsync(ChameleonEngine engine, Random random)
    {
        var scope = random.Next(2) == 0 ? null : $"drafts {random.Next()}";
        var requests = Enumerable.Range(0, RequestsAtOnce)
            .Select(_ => (Prompt: Prompt(random), Options: Options(engine, random) with { CacheScope = scope })).ToArray();
        var plain = await Task.WhenAll(requests.Select(request => Read(engine, request.Prompt, request.Options with { DraftTokens = 0 })));
        var drafted = await Task.WhenAll(requests.Select(request => Read(engine, request.Prompt, request.Options)));
        foreach (var (expected, actual) in plain.Zip(drafted))
        {
            Assert.Equal(expected, actual);
        }
    }

    private static int FindOpening()
    {
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(DemoModel.Directory, "config.json")));
        return config.RootElement.GetProperty("vocabulary_map").GetProperty("<racm3:break>").GetInt32();
    }

    private static async Task<string[]> Read(ChameleonEngine engine, PromptPart[] prompt, GenerationOptions options)
    {
        var updates = new List<GenerationUpdate>();
        await foreach (var update in engine.GenerateAsync(prompt, options))
        {
            updates.Add(update);
        }

        return [.. Enumerable.Range(0, options.Answers).SelectMany(answer => AnswerTrace.Of(updates, answer))];
    }

    private static PromptPart[] Prompt(Random random) =>
        [new PromptPart.Text(Texts[random.Next(Texts.Length)]), .. random.Next(2) == 0 ? [new PromptPart.EndOfTurn()] : Array.Empty<PromptPart>()];

    private static GenerationOptions Options(ChameleonEngine engine, Random random)
    {
        bool Sometimes() => random.Next(4) == 0;
        var ids = engine.Tokenizer.Encode(Texts[random.Next(Texts.Length)]);
        var grammar = random.Next(3) == 0 ? Grammars[random.Next(Grammars.Length)] : null;
        return new GenerationOptions
        {
            DraftTokens = random.Next(1, 17),
            Seed = random.Next(),
            Answers = Sometimes() ? 2 : 1,
            MaxNewTokens = grammar is null ? random.Next(1, 36) : random.Next(60, 90),
            Grammar = grammar,
            TopProbabilities = random.Next(2) == 0 ? random.Next(4) : null,
            StopStrings = Sometimes() ? ["big", "center. I", "o o"] : [],
            LogitBias = Sometimes() ? new Dictionary<int, float> { [ids[^1]] = 3 } : new Dictionary<int, float>(),
            Processors = random.Next(4) == 0 ? [] : [new Script(ids, random.Next(2, 20))],
            Text = new SamplingOptions
            {
                Temperature = random.Next(3) == 0 ? 0 : 0.3f + random.NextSingle(),
                TopK = Sometimes() ? 20 : 0,
                TopP = Sometimes() ? 0.9f : 1,
                MinP = Sometimes() ? 0.05f : 0,
                RepetitionPenalty = Sometimes() ? 1.2f : 1,
                FrequencyPenalty = Sometimes() ? 0.3f : 0,
                PresencePenalty = Sometimes() ? 0.2f : 0,
                NoRepeatNgramSize = Sometimes() ? 6 : 0,
            },
        };
    }
}
