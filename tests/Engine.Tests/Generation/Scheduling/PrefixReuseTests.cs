using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>The next turn computes only what is new; case 47: and only within one scope.</summary>
public sealed class PrefixReuseTests
{
    private static readonly GenerationOptions Turn = new() { MaxNewTokens = 10, Seed = 1, CacheScope = "me" };

    [Fact]
    public void The_next_turn_computes_only_what_is_new_also_across_pictures()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        List<PromptPart> conversation =
            [new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4)), new PromptPart.Text("what is this?"), new PromptPart.EndOfTurn()];
        var first = harness.Submit([.. conversation], Turn);
        harness.Finish(first);
        Assert.Equal(0, first.Ends.Single().Usage.CachedTokens);

        conversation.Add(new PromptPart.Ids(first.Tokens()));
        conversation.Add(new PromptPart.Text("and more?"));
        var before = harness.Model.Fake.RowsComputed;
        var second = harness.Submit([.. conversation], Turn);
        harness.Finish(second);
        var usage = second.Ends.Single().Usage;
        var known = first.Ends.Single().Usage.PromptTokens + first.Tokens().Length - 1;
        Assert.Equal(known / 4 * 4, usage.CachedTokens);
        Assert.Equal(usage.PromptTokens - usage.CachedTokens + second.Tokens().Length - 1, harness.Model.Fake.RowsComputed - before);
        Assert.Equal(1, harness.Model.FakeCodec.Encoded);

        using var alone = new SchedulerHarness(new FakeModel());
        var expected = alone.Submit([.. conversation], Turn with { CacheScope = null });
        alone.Finish(expected);
        Assert.Equal(expected.Tokens(), second.Tokens());
    }

    [Theory]
    [InlineData("me", "you")]
    [InlineData("me", null)]
    [InlineData(null, null)]
    [InlineData(null, "me")]
    public void Case47_nothing_is_shared_between_scopes(string? one, string? other)
    {
        using var harness = new SchedulerHarness(new FakeModel());
        PromptPart[] secret = [new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4)), new PromptPart.Text("the secret of somebody")];
        harness.Finish(harness.Submit(secret, Turn with { CacheScope = one }));
        var rows = harness.Model.Fake.RowsComputed;
        var guess = harness.Submit(secret, Turn with { CacheScope = other });
        harness.Finish(guess);
        Assert.Equal(0, guess.Ends.Single().Usage.CachedTokens);
        Assert.Equal(2, harness.Model.FakeCodec.Encoded);
        Assert.Equal(rows, harness.Model.Fake.RowsComputed - rows);
    }

    [Fact]
    public void Case47_random_users_side_by_side_get_what_they_would_get_alone()
    {
        var random = new Random(47);
        using var harness = new SchedulerHarness(new FakeModel(), blocks: 80);
        var prompts = Enumerable.Range(0, 30).Select(i => (
            Text: new string((char)('a' + random.Next(2)), random.Next(1, 40)),
            Options: Turn with { CacheScope = $"user{i % 3}", Seed = i })).ToArray();
        FakeRequest[] requests = [.. prompts.Select(prompt => harness.Submit(prompt.Text, prompt.Options))];
        harness.Finish(requests);
        using var alone = new SchedulerHarness(new FakeModel());
        foreach (var (prompt, request) in prompts.Zip(requests))
        {
            var expected = alone.Submit(prompt.Text, prompt.Options with { CacheScope = null });
            alone.Finish(expected);
            Assert.Equal(expected.Tokens(), request.Tokens());
        }
    }

    [Fact]
    public void Cached_prefixes_give_way_to_running_answers()
    {
        using var harness = new SchedulerHarness(new FakeModel(), blocks: 16);
        for (var i = 0; i < 20; i++)
        {
            var request = harness.Submit(new string((char)('a' + i), 20), Turn with { CacheScope = $"{i}" });
            harness.Finish(request);
            Assert.Null(request.Error);
        }

        Assert.InRange(harness.Scheduler.CachedBlocks, 1, 16);
        Assert.Equal(0, harness.HeldBlocks);
        Assert.Equal(0, harness.Scheduler.Counters.Preempted);
    }

    [Fact]
    public void An_answer_that_can_never_fit_the_cache_is_refused_with_the_numbers()
    {
        using var harness = new SchedulerHarness(new FakeModel(), blocks: 5);
        var error = Assert.Throws<GenerationException>(() => harness.Submit(new string('a', 15), Turn));
        Assert.Equal(GenerationError.OutOfCache, error.Error);
        var fitting = harness.Submit(new string('a', 9), Turn with { Text = new() { MinNewTokens = 10 } });
        harness.Finish(fitting);
        Assert.Equal(10, fitting.Tokens().Length);
        var open = harness.Submit(new string('a', 9), new GenerationOptions { Text = new() { MinNewTokens = 10 } });
        harness.Finish(open);
        Assert.Equal(10, open.Tokens().Length);
    }
}
