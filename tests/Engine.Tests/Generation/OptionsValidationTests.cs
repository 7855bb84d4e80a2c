using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation;

/// <summary>Case 38: options that make no sense are refused before anything runs, with value and limit.</summary>
public sealed class OptionsValidationTests : IDisposable
{
    private readonly SchedulerHarness harness = new(new FakeModel(context: 64));

    public static TheoryData<string, GenerationOptions, string> Senseless => new()
    {
        { "MaxNewTokens", new() { MaxNewTokens = 0 }, "0" },
        { "MaxNewTokens", new() { MaxNewTokens = -1 }, "-1" },
        { "MaxNewTokens", new() { MaxNewTokens = int.MaxValue }, "at most 61" },
        { "MaxNewTokens", new() { MaxNewTokens = 62 }, "at most 61" },
        { "Answers", new() { Answers = 0 }, "64" },
        { "Answers", new() { Answers = 1_000_000 }, "1000000" },
        { "Mode", new() { Mode = (GenerationMode)9 }, "9" },
        { "Temperature", new() { Text = new() { Temperature = -1 } }, "-1" },
        { "Temperature", new() { Text = new() { Temperature = float.NaN } }, "NaN" },
        { "Temperature", new() { Text = new() { Temperature = 1e9f } }, "100" },
        { "TopP", new() { Text = new() { TopP = 0 } }, "0" },
        { "TopP", new() { Text = new() { TopP = 2 } }, "2" },
        { "TopP", new() { Text = new() { TopP = float.NaN } }, "NaN" },
        { "TopK", new() { Text = new() { TopK = -1 } }, "-1" },
        { "MinP", new() { Text = new() { MinP = 1.5f } }, "1.5" },
        { "TypicalP", new() { Text = new() { TypicalP = 0 } }, "0" },
        { "EpsilonCutoff", new() { Text = new() { EpsilonCutoff = 1 } }, "1" },
        { "EtaCutoff", new() { Text = new() { EtaCutoff = -0.1f } }, "-0.1" },
        { "RepetitionPenalty", new() { Text = new() { RepetitionPenalty = 0 } }, "0" },
        { "FrequencyPenalty", new() { Text = new() { FrequencyPenalty = 2.5f } }, "2.5" },
        { "PresencePenalty", new() { Text = new() { PresencePenalty = float.NegativeInfinity } }, "-2" },
        { "NoRepeatNgramSize", new() { Text = new() { NoRepeatNgramSize = -3 } }, "-3" },
        { "MinNewTokens", new() { MaxNewTokens = 5, Text = new() { MinNewTokens = 6 } }, "5" },
        { "StopStrings", new() { StopStrings = [.. Enumerable.Repeat("x", 10_000)] }, "10000" },
        { "stop string", new() { StopStrings = [""] }, "0" },
        { "stop string", new() { StopStrings = [null!] }, "0" },
        { "stop string", new() { StopStrings = [new string('x', 1001)] }, "1001" },
        { "LogitBias", new() { LogitBias = new Dictionary<int, float> { [FakeVocabulary.Size] = 1 } }, $"{FakeVocabulary.Size}" },
        { "LogitBias", new() { LogitBias = new Dictionary<int, float> { [1] = 101 } }, "101" },
        { "Processors", new() { Processors = [null!] }, "null" },
        { "Picture.Processors", new() { Picture = new() { Processors = [null!] } }, "null" },
        { "TopProbabilities", new() { TopProbabilities = -1 }, "-1" },
        { "TopProbabilities", new() { TopProbabilities = 21 }, "20" },
        { "DraftTokens", new() { DraftTokens = -1 }, "-1" },
        { "DraftTokens", new() { DraftTokens = 17 }, "16" },
        { "CacheScope", new() { CacheScope = "" }, "0" },
        { "CacheScope", new() { CacheScope = new string('x', 201) }, "201" },
        { "Picture.Sampling.TopP", new() { Picture = new() { Sampling = new() { TopP = 0 } } }, "0" },
        { "TextGuidanceScale", new() { Picture = new() { TextGuidanceScale = float.NaN } }, "NaN" },
        { "ImageGuidanceScale", new() { Picture = new() { ImageGuidanceScale = 1e6f } }, "100" },
        { "PreviewEvery", new() { Picture = new() { PreviewEvery = -1 } }, "-1" },
        { "ProgressEvery", new() { Picture = new() { ProgressEvery = -1 } }, "-1" },
        { "NegativePrompt", new() { Picture = new() { NegativePrompt = new string('x', 10_001) } }, "10001" },
    };

    public void Dispose() => harness.Dispose();

    [Theory]
    [MemberData(nameof(Senseless))]
    public void Case38_is_refused_by_name_value_and_limit(string what, GenerationOptions options, string number)
    {
        var error = Assert.Throws<GenerationException>(() => harness.Submit("ab", options));
        Assert.Equal(GenerationError.InvalidOptions, error.Error);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(number, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.False(harness.Scheduler.HasWork);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Case38_any_seed_is_a_seed(long seed)
    {
        var one = harness.Submit("ab", new GenerationOptions { Seed = seed, MaxNewTokens = 9 });
        var two = harness.Submit("ab", new GenerationOptions { Seed = seed, MaxNewTokens = 9 });
        harness.Finish(one, two);
        Assert.Equal(one.Tokens(), two.Tokens());
    }

    [Fact]
    public void Case38_without_a_limit_an_answer_gets_what_fits()
    {
        var request = harness.Submit("ab", new GenerationOptions { Text = new() { MinNewTokens = 61 } });
        harness.Finish(request);
        var end = Assert.Single(request.Ends);
        Assert.Equal((FinishReason.Length, 61), (end.Reason, end.Usage.TextTokens));
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    [InlineData(5000, false)]
    public void Case38_a_prompt_longer_than_the_context_is_refused_with_the_numbers(int characters, bool fits)
    {
        if (fits)
        {
            var request = harness.Submit(new string('a', characters));
            harness.Finish(request);
            Assert.Single(request.Tokens());
            return;
        }

        var error = Assert.Throws<GenerationException>(() => harness.Submit(new string('a', characters)));
        Assert.Equal(GenerationError.PromptTooLong, error.Error);
        Assert.Contains($"{characters + 1}", error.Message, StringComparison.Ordinal);
        Assert.Contains("64", error.Message, StringComparison.Ordinal);
    }
}
