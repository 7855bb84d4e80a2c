using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>Case 45: whoever waits sees its place in the queue, and it never goes up.</summary>
public sealed class QueuePlaceTests
{
    private static readonly GenerationOptions Short = new() { MaxNewTokens = 12, Seed = 7, Text = new() { MinNewTokens = 12 } };
    private static readonly SchedulerLimits OneAtATime = new() { Context = 256, MaxRunning = 1 };

    [Fact]
    public void Who_starts_at_once_hears_nothing_of_a_queue()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime);
        var request = harness.Submit("hi", Short);
        harness.Finish(request);
        Assert.Empty(Places(request));
    }

    [Fact]
    public void Who_reads_along_sees_every_place_up_to_the_start()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime);
        FakeRequest[] requests = [.. Enumerable.Range(0, 5).Select(_ => harness.Submit("hi", Short))];
        harness.Finish(requests);
        for (var i = 0; i < requests.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, i).Reverse(), Places(requests[i]));
            Assert.All(requests[i].Updates.Take(i), update => Assert.IsType<GenerationUpdate.Queued>(update));
        }
    }

    [Fact]
    public void Who_reads_late_gets_the_place_of_the_moment_and_no_other()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime);
        FakeRequest[] ahead = [.. Enumerable.Range(0, 4).Select(_ => harness.Submit("hi", Short))];
        var late = harness.Submit("hi", Short);
        while (!ahead[2].IsOver)
        {
            harness.Scheduler.Step();
            foreach (var request in ahead)
            {
                request.Read();
            }
        }

        harness.Scheduler.Step();
        late.Read();
        Assert.Equal([0], Places(late));
    }

    [Fact]
    public void Who_reads_after_the_start_hears_nothing_of_a_queue()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime);
        var (first, second) = (harness.Submit("hi", Short), harness.Submit("hi", Short));
        harness.Run();
        first.Read();
        harness.Run();
        second.Read();
        Assert.Empty(Places(second));
        Assert.Equal(12, second.Tokens().Length);
    }

    [Fact]
    public void Those_behind_a_cancelled_request_move_up()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime);
        using var cancellation = new CancellationTokenSource();
        harness.Submit("hi", Short);
        var cancelled = harness.Submit("hi", Short, cancellation.Token);
        var behind = harness.Submit("hi", Short);
        harness.Scheduler.Step();
        behind.Read();
        cancellation.Cancel();
        harness.Scheduler.Step();
        behind.Read();
        cancelled.Read();
        Assert.Equal([1, 0], Places(behind));
        Assert.Empty(Places(cancelled));
    }

    [Fact]
    public void Several_answers_of_one_request_take_one_place()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime);
        FakeRequest[] requests = [harness.Submit("hi", Short), harness.Submit("hi", Short with { Answers = 4 }), harness.Submit("hi", Short)];
        harness.Finish(requests);
        Assert.Equal([1, 0], Places(requests[2]));
    }

    [Fact]
    public void A_place_unread_does_not_fill_the_buffer()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: OneAtATime with { BufferedUpdates = 1 });
        var (first, second) = (harness.Submit("hi", Short), harness.Submit("hi", Short));
        while (!first.IsOver)
        {
            harness.Scheduler.Step();
            first.Read();
        }

        harness.Run();
        second.Read(1);
        Assert.IsType<GenerationUpdate.Text>(Assert.Single(second.Updates));
        harness.Finish(second);
    }

    private static int[] Places(FakeRequest request) => [.. request.Updates.OfType<GenerationUpdate.Queued>().Select(queued => queued.Ahead)];
}
