using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>How likely each token was: the model's own probabilities, whatever else changes the choice.</summary>
public sealed class TokenChoiceTests
{
    private static readonly GenerationOptions Asking = new() { MaxNewTokens = 6, Seed = 3, TopProbabilities = 4 };

    [Fact]
    public void Every_token_of_text_tells_the_models_own_probabilities()
    {
        var (model, rows) = Watched();
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("ab", Asking with
        {
            Text = new SamplingOptions { Temperature = 3, TopK = 3, RepetitionPenalty = 1.5f },
            LogitBias = new Dictionary<int, float> { [FakeVocabulary.IdOf('q')] = 50 },
        });
        harness.Finish(request);

        var choices = Choices(request);
        Assert.Equal(request.Tokens(), choices.Select(choice => choice.Chosen.Id));
        Assert.Equal(6, choices.Count);
        Assert.All(choices.Zip(rows), pair =>
        {
            var expected = LogSoftmaxOfText(pair.Second);
            Assert.Equal(expected[pair.First.Chosen.Id], pair.First.Chosen.LogProbability, 1e-4);
            Assert.Equal(
                expected.OrderByDescending(token => token.Value).ThenBy(token => token.Key).Take(4).Select(token => token.Key),
                pair.First.Likeliest.Select(token => token.Id));
            Assert.All(pair.First.Likeliest, token => Assert.Equal(expected[token.Id], token.LogProbability, 1e-4));
        });
        Assert.Contains(choices, choice => choice.Chosen.Id == FakeVocabulary.IdOf('q') && choice.Likeliest.All(token => token.Id != choice.Chosen.Id));
    }

    [Fact]
    public void Asking_changes_nothing_about_the_answer()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var (asking, silent) = (harness.Submit("ab", Asking), harness.Submit("ab", Asking with { TopProbabilities = null }));
        harness.Finish(asking, silent);
        Assert.Equal(silent.Tokens(), asking.Tokens());
        Assert.Empty(Choices(silent));
    }

    [Fact]
    public void With_none_of_the_likeliest_only_the_token_itself_is_told()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit("ab", Asking with { TopProbabilities = 0 });
        harness.Finish(request);
        Assert.All(Choices(request), choice => Assert.Empty(choice.Likeliest));
        Assert.Equal(6, Choices(request).Count);
    }

    [Fact]
    public void Where_little_can_come_little_is_told_and_the_lower_id_goes_first_among_equals()
    {
        var model = new FakeModel();
        model.Fake.Shape = (_, logits) =>
        {
            Array.Fill(logits, float.NegativeInfinity);
            logits[FakeVocabulary.IdOf('z')] = logits[FakeVocabulary.IdOf('c')] = 1;
        };
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("ab", Asking);
        harness.Finish(request);
        Assert.All(Choices(request), choice =>
        {
            Assert.Equal([FakeVocabulary.IdOf('c'), FakeVocabulary.IdOf('z')], choice.Likeliest.Select(token => token.Id));
            Assert.All(choice.Likeliest, token => Assert.Equal(MathF.Log(0.5f), token.LogProbability, 1e-5f));
        });
    }

    [Fact]
    public void The_token_that_ends_an_answer_is_told_too_and_pictures_tell_nothing()
    {
        var model = new FakeModel();
        model.Fake.Shape = (tokens, logits) => logits[tokens[^1] == FakeVocabulary.EndOfImage ? FakeVocabulary.End : FakeVocabulary.BeginOfImage] = 100;
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("x", Asking with { Mode = GenerationMode.Interleaved, MaxNewTokens = 20, Text = SamplingOptions.Greedy });
        harness.Finish(request);
        Assert.Single(request.Updates.OfType<GenerationUpdate.Picture>());
        var end = Assert.Single(Choices(request));
        Assert.Equal(FakeVocabulary.End, end.Chosen.Id);
        Assert.Equal(0, end.Chosen.LogProbability, 1e-4);
    }

    private static (FakeModel Model, List<float[]> Rows) Watched()
    {
        var (model, rows) = (new FakeModel(), new List<float[]>());
        model.Fake.Shape = (tokens, logits) =>
        {
            for (var id = 0; id < logits.Length; id++)
            {
                logits[id] = MathF.Sin((id * 7) + tokens.Length) * 3;
            }

            rows.Add([.. logits]);
        };
        return (model, rows);
    }

    private static List<TokenChoice> Choices(FakeRequest request) =>
        [.. request.Updates.OfType<GenerationUpdate.Text>().SelectMany(text => text.Choices)];

    /// <summary>Plainly: over all tokens that may come in a text.</summary>
    private static Dictionary<int, double> LogSoftmaxOfText(float[] logits)
    {
        int[] possible = [.. Enumerable.Range(0, logits.Length).Where(id => FakeVocabulary.IsText(id) || id is FakeVocabulary.End or FakeVocabulary.EndOfTurn)];
        var sum = possible.Sum(id => Math.Exp(logits[id]));
        return possible.ToDictionary(id => id, id => logits[id] - Math.Log(sum));
    }
}
