using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>Case 42: a request can be cancelled at any moment; everything it held comes back, and nobody else notices.</summary>
public sealed class CancellationTests : IDisposable
{
    private static readonly GenerationOptions Long = new() { MaxNewTokens = 60, Seed = 3, Text = new() { MinNewTokens = 60 } };
    private static readonly GenerationOptions Drawing = Long with { Mode = GenerationMode.Picture, MaxNewTokens = null };
    private readonly CancellationTokenSource cancellation = new();
    private readonly SchedulerHarness harness = new(
        new FakeModel(), limits: new SchedulerLimits { Context = 256, MaxRunning = 2, PrefillChunk = 8 });

    public void Dispose()
    {
        harness.Dispose();
        cancellation.Dispose();
    }

    [Fact]
    public void Case42_in_the_queue()
    {
        FakeRequest[] others = [harness.Submit("a", Long), harness.Submit("b", Long)];
        var request = harness.Submit("c", Long, cancellation.Token);
        harness.Scheduler.Step();
        Assert.Equal(1, harness.Scheduler.Counters.Waiting);
        cancellation.Cancel();
        harness.Scheduler.Step();
        Assert.Equal(0, harness.Scheduler.Counters.Waiting);
        AssertCancelled(request);
        AssertUnaffected(others);
    }

    [Fact]
    public void Case42_while_the_prompt_is_read()
    {
        var other = harness.Submit("a", Long);
        harness.Scheduler.Step();
        var request = harness.Submit(new string('p', 60), Long, cancellation.Token);
        harness.Scheduler.Step();
        harness.Scheduler.Step();
        Assert.Equal(AnswerState.Prefilling, request.Request.Answers[0].State);
        cancellation.Cancel();
        harness.Scheduler.Step();
        AssertCancelled(request);
        AssertUnaffected(other);
    }

    [Fact]
    public void Case42_within_a_pass_that_reads_its_prompt()
    {
        var other = harness.Submit("a", Long);
        harness.Scheduler.Step();
        var request = harness.Submit(new string('p', 60), Long, cancellation.Token);
        var interrupted = false;
        harness.Model.Fake.OnForward = (_, token) =>
        {
            cancellation.Cancel();
            interrupted |= token.IsCancellationRequested;
        };
        harness.Scheduler.Step();
        Assert.True(interrupted);
        harness.Model.Fake.OnForward = null;
        harness.Scheduler.Step();
        AssertCancelled(request);
        AssertUnaffected(other);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Case42_while_it_writes(int steps)
    {
        var other = harness.Submit("a", Long);
        var request = harness.Submit("b", Long, cancellation.Token);
        for (var i = 0; i < steps; i++)
        {
            harness.Scheduler.Step();
        }

        cancellation.Cancel();
        cancellation.Cancel();
        harness.Scheduler.Step();
        AssertCancelled(request);
        Assert.True(request.Tokens().Length <= steps);
        AssertUnaffected(other);
    }

    [Fact]
    public void Case42_while_a_picture_of_the_prompt_is_encoded()
    {
        var other = harness.Submit("a", Long);
        harness.Model.FakeCodec.OnEncode = cancellation.Cancel;
        var request = harness.Submit([new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4))], Long, cancellation.Token);
        harness.Scheduler.Step();
        AssertCancelled(request);
        AssertUnaffected(other);
    }

    [Fact]
    public void Case42_while_it_draws_what_is_there_is_reported_as_incomplete()
    {
        var other = harness.Submit("a", Long);
        var request = harness.Submit("b", Drawing, cancellation.Token);
        harness.Scheduler.Step();
        harness.Scheduler.Step();
        cancellation.Cancel();
        harness.Scheduler.Step();
        AssertCancelled(request);
        var incomplete = Assert.IsType<GenerationUpdate.IncompletePicture>(request.Updates[^1]);
        Assert.InRange(incomplete.Codes.Count, 1, 3);
        AssertUnaffected(other);
    }

    [Fact]
    public void Case42_while_its_picture_is_decoded()
    {
        var other = harness.Submit("a", Long);
        harness.Model.FakeCodec.OnDecode = cancellation.Cancel;
        var request = harness.Submit("b", Drawing, cancellation.Token);
        harness.Run();
        AssertCancelled(request);
        Assert.Empty(request.Updates.OfType<GenerationUpdate.Picture>());
        AssertUnaffected(other);
    }

    [Fact]
    public void Case42_after_the_end_nothing_happens()
    {
        var request = harness.Submit("a", Long with { MaxNewTokens = 2, Text = new() }, cancellation.Token);
        harness.Finish(request);
        cancellation.Cancel();
        request.Request.Cancel();
        Assert.Null(request.Error);
        Assert.Single(request.Ends);
        AssertUnaffected(harness.Submit("b", Long));
    }

    [Fact]
    public void Case42_before_it_was_submitted()
    {
        cancellation.Cancel();
        var request = harness.Submit("a", Long, cancellation.Token);
        harness.Run();
        AssertCancelled(request);
        Assert.Equal(0, harness.Model.Fake.RowsComputed);
    }

    private void AssertCancelled(FakeRequest request)
    {
        request.Read();
        var error = Assert.IsType<OperationCanceledException>(request.Error, exactMatch: false);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Empty(request.Ends);
        Assert.All(request.Request.Answers, answer => Assert.Equal(AnswerState.Failed, answer.State));
        Assert.Equal(1, harness.Scheduler.Counters.Cancelled);
    }

    private void AssertUnaffected(params FakeRequest[] others)
    {
        harness.Finish(others);
        using var alone = new SchedulerHarness(new FakeModel());
        foreach (var other in others)
        {
            Assert.Null(other.Error);
            var expected = alone.Submit([.. other.Request.Draft.Segments.Select(s => new PromptPart.Ids(s.Ids!))], other.Request.Options);
            alone.Finish(expected);
            Assert.Equal(expected.Tokens(), other.Tokens());
        }

        Assert.Equal(0, harness.Pool.InUse);
        Assert.Equal((0, 0), (harness.Scheduler.Counters.Running, harness.Scheduler.Counters.Waiting));
    }
}
