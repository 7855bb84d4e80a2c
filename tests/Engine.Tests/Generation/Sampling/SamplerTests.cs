using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Processors;
using Chameleon.Engine.Generation.Sampling;

namespace Chameleon.Engine.Tests.Generation.Sampling;

/// <summary>Choosing a token.</summary>
public sealed class SamplerTests
{
    [Fact]
    public void Greedy_takes_the_first_of_equals() => Assert.Equal(1, Sampler.Greedy([0, 5, 5, 4]));

    [Fact]
    public void Draws_follow_the_probabilities()
    {
        float[] logits = [0, float.NegativeInfinity, MathF.Log(2), MathF.Log(5)];
        var sampler = new Sampler(new LogitsWorkspace(4));
        var random = new SampleRandom(1, 0);
        var counts = new int[4];
        const int Draws = 80_000;
        for (var i = 0; i < Draws; i++)
        {
            counts[sampler.Draw(logits, ref random)]++;
        }

        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0] / (double)Draws, 0.12, 0.13);
        Assert.InRange(counts[2] / (double)Draws, 0.245, 0.255);
        Assert.InRange(counts[3] / (double)Draws, 0.62, 0.63);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Case39_rows_with_a_non_finite_logit_are_refused_by_token_and_value(float poison)
    {
        var error = Assert.Throws<GenerationException>(() => Sampler.Greedy([0, 1, poison]));
        Assert.Equal(GenerationError.NonFiniteLogits, error.Error);
        Assert.Contains("token 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Case39_a_row_without_any_possible_token_is_refused() =>
        Assert.Throws<GenerationException>(() => Sampler.Greedy([float.NegativeInfinity, float.NegativeInfinity]));

    [Fact]
    public void Random_numbers_are_those_of_the_published_generator()
    {
        // splitmix64 from 0, then xoshiro256**: the first outputs of the authors' C code.
        var random = new SampleRandom(0, 0);
        Assert.Equal((0x99EC5F36CB75F2B4UL >> 11) * (1.0 / (1UL << 53)), random.NextDouble());
        Assert.Equal((0xBF6E1F784956452AUL >> 11) * (1.0 / (1UL << 53)), random.NextDouble());
    }

    [Fact]
    public void Seeds_and_answers_have_streams_of_their_own()
    {
        var firsts = Enumerable.Range(-50, 100).SelectMany(seed => Enumerable.Range(0, 64).Select(answer => new SampleRandom(seed, answer).NextDouble()));
        Assert.Equal(6400, firsts.Distinct().Count());
        Assert.All(new[] { long.MinValue, -1, 0, long.MaxValue }, seed => Assert.InRange(new SampleRandom(seed, 63).NextDouble(), 0, 1));
    }

    [Fact]
    public void Occurrence_penalties_follow_openais_rule_and_leave_the_prompt_alone()
    {
        float[] logits = [1, 1, 1, 1];
        new OccurrencePenalties(0.5f, 0.25f, new LogitsWorkspace(4)).Process([0, 0, 1, 2, 2], promptLength: 2, logits);
        Assert.Equal([1, 0.25f, -0.25f, 1], logits);
    }

    [Fact]
    public void The_kth_largest_is_found_among_many_equals()
    {
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            float[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (float)random.Next(8))];
            var k = random.Next(1, values.Length + 1);
            Assert.Equal(values.OrderDescending().ElementAt(k - 1), LogitsMath.KthLargest([.. values], k));
        }
    }
}
