using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>What the scheduler promises to one caller and to many.</summary>
public sealed class SchedulerTests
{
    private static readonly GenerationOptions Short = new() { MaxNewTokens = 12, Seed = 7 };

    [Fact]
    public void An_answer_ends_once_and_gives_its_blocks_back()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit("hello there", Short);
        harness.Finish(request);
        var end = Assert.Single(request.Ends);
        Assert.Equal(end, request.Updates[^1]);
        Assert.Null(request.Error);
        Assert.Equal(12, end.Usage.PromptTokens);
        Assert.Equal(end.Usage.TextTokens, request.Tokens().Length);
        Assert.Equal(0, harness.Pool.InUse);
        Assert.Equal((0, 0), (harness.Scheduler.Counters.Running, harness.Scheduler.Counters.Waiting));
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer_alone_and_among_others()
    {
        using var alone = new SchedulerHarness(new FakeModel());
        var expected = alone.Submit("what is it?", Short);
        alone.Finish(expected);

        using var busy = new SchedulerHarness(new FakeModel(), limits: new SchedulerLimits { Context = 256, PrefillChunk = 3 });
        FakeRequest[] others = [.. Enumerable.Range(0, 8).Select(i => busy.Submit(new string('x', i * 7), Short with { Seed = i, MaxNewTokens = 30 }))];
        var request = busy.Submit("what is it?", Short);
        busy.Finish([.. others, request]);
        Assert.Equal(expected.Tokens(), request.Tokens());
        Assert.NotEmpty(request.Tokens());
    }

    [Fact]
    public void Another_seed_gives_another_answer()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var one = harness.Submit("what is it?", Short);
        var other = harness.Submit("what is it?", Short with { Seed = 8 });
        harness.Finish(one, other);
        Assert.NotEqual(one.Tokens(), other.Tokens());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(64)]
    public void Prompts_read_in_chunks_give_the_same_answer(int chunk)
    {
        using var whole = new SchedulerHarness(new FakeModel());
        var expected = whole.Submit("a prompt of some length, well.".Replace(',', ' '), Short);
        whole.Finish(expected);
        using var harness = new SchedulerHarness(new FakeModel(), limits: new SchedulerLimits { Context = 256, PrefillChunk = chunk });
        var request = harness.Submit("a prompt of some length, well.".Replace(',', ' '), Short);
        harness.Finish(request);
        Assert.Equal(expected.Tokens(), request.Tokens());
        Assert.True(harness.Model.Fake.MostRows <= Math.Max(chunk, 6));
    }

    [Fact]
    public void Answers_of_one_request_share_the_prefill_and_differ()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit(new string('p', 99), Short with { Answers = 8, MaxNewTokens = 5 });
        harness.Finish(request);
        Assert.Equal(8, request.Ends.Count());
        Assert.Equal(8, request.Ends.Select(end => end.Answer).Distinct().Count());
        Assert.True(Enumerable.Range(0, 8).Select(i => string.Join(',', request.Tokens(i))).Distinct().Count() > 1);

        // 100 prompt tokens once, then at most one block's rest and the answer for each.
        Assert.InRange(harness.Model.Fake.RowsComputed, 100, 100 + (8 * (4 + 5)));
        Assert.Equal(0, harness.Pool.InUse);
    }

    [Fact]
    public void The_first_of_several_answers_equals_the_only_one()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var one = harness.Submit("same", Short);
        var many = harness.Submit("same", Short with { Answers = 3 });
        harness.Finish(one, many);
        Assert.Equal(one.Tokens(), many.Tokens(0));
    }

    [Fact]
    public void Answers_come_in_the_same_tokens_when_the_cache_is_too_small_for_all_of_them()
    {
        using var roomy = new SchedulerHarness(new FakeModel());
        using var tight = new SchedulerHarness(new FakeModel(), blocks: 20);
        FakeRequest[] Submit(SchedulerHarness harness) => [.. Enumerable.Range(0, 6)
            .Select(i => harness.Submit(new string((char)('a' + i), 10), new GenerationOptions { MaxNewTokens = 40, Seed = i, Text = new() { MinNewTokens = 40 } }))];
        var (expected, requests) = (Submit(roomy), Submit(tight));
        roomy.Finish(expected);
        tight.Finish(requests);
        Assert.True(tight.Scheduler.Counters.Preempted > 0);
        Assert.Equal(expected.Select(r => r.Text()), requests.Select(r => r.Text()));
        Assert.Equal(0, tight.Pool.InUse);
    }

    [Fact]
    public void Requests_start_in_the_order_in_which_they_came()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: new SchedulerLimits { Context = 256, MaxRunning = 2 });
        FakeRequest[] requests = [.. Enumerable.Range(0, 6).Select(i => harness.Submit("hi", Short with { Seed = i }))];
        harness.Scheduler.Step();
        Assert.Equal((2, 4), (harness.Scheduler.Counters.Running, harness.Scheduler.Counters.Waiting));
        harness.Finish(requests);
        Assert.True(requests.Zip(requests.Skip(1)).All(pair => pair.First.Request.Started <= pair.Second.Request.Started));
    }

    [Fact]
    public void Keys_that_fit_no_other_length_are_computed_afresh()
    {
        var model = new FakeModel();
        model.Fake.RigidAbove = 20;
        using var harness = new SchedulerHarness(model, limits: new SchedulerLimits { Context = 256, PrefillChunk = 8 });
        using var plain = new SchedulerHarness(new FakeModel());
        FakeRequest[] Submit(SchedulerHarness h) => [
            h.Submit(new string('q', 15), Short),
            h.Submit(new string('r', 40), Short),
            h.Submit("draw", new GenerationOptions { Mode = GenerationMode.Interleaved, MaxNewTokens = 60, Seed = 1, CacheScope = "s" })];
        var (expected, requests) = (Submit(plain), Submit(harness));
        plain.Finish(expected);
        harness.Finish(requests);
        Assert.Equal(expected.Select(r => r.Text()), requests.Select(r => r.Text()));
        Assert.All(requests, r => Assert.Null(r.Error));
    }
}
