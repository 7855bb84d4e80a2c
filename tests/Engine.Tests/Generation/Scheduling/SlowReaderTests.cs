using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>Cases 43 and 44: who reads slowly pauses alone, holds little, and is given up in the end.</summary>
public sealed class SlowReaderTests
{
    private static readonly GenerationOptions Long = new() { MaxNewTokens = 100, Seed = 3, Text = new() { MinNewTokens = 100 } };
    private static readonly SchedulerLimits Limits = new() { Context = 256, BufferedUpdates = 10, MaxRunning = 2, ReaderTimeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public void Case44_a_slow_reader_pauses_its_own_request_only()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: Limits);
        var slow = harness.Submit("slow", Long);
        var quick = harness.Submit("quick", Long);
        while (!quick.IsOver)
        {
            Assert.True(harness.Scheduler.Step());
            quick.Read();
        }

        Assert.Equal(100, quick.Tokens().Length);
        Assert.False(harness.Scheduler.Step());
        slow.Read();
        Assert.Equal(10, slow.Updates.Count);

        harness.Finish(slow);
        using var alone = new SchedulerHarness(new FakeModel());
        var expected = alone.Submit("slow", Long);
        alone.Finish(expected);
        Assert.Equal(expected.Tokens(), slow.Tokens());
    }

    [Fact]
    public void Case44_paused_answers_give_their_places_to_those_who_wait()
    {
        using var harness = new SchedulerHarness(new FakeModel(), limits: Limits);
        FakeRequest[] slow = [harness.Submit("one", Long), harness.Submit("two", Long)];
        harness.Run();
        var quick = harness.Submit("three", Long);
        while (!quick.IsOver)
        {
            Assert.True(harness.Scheduler.Step());
            quick.Read();
        }

        Assert.Equal(100, quick.Tokens().Length);
        harness.Finish(slow);
        Assert.All(slow, request => Assert.Equal(100, request.Tokens().Length));
    }

    [Fact]
    public void Case44_no_more_than_one_preview_waits()
    {
        using var harness = new SchedulerHarness(new FakeModel(codesPerPicture: 40), limits: Limits with { BufferedUpdates = 30 });
        var request = harness.Submit("draw", new GenerationOptions
        {
            Mode = GenerationMode.Picture,
            Picture = new PictureOptions { PreviewEvery = 2 },
        });
        harness.Run();
        request.Read();
        Assert.True(request.IsOver);
        Assert.Equal(20, request.Updates.OfType<GenerationUpdate.PictureProgress>().Count());
        Assert.Single(request.Updates.OfType<GenerationUpdate.PictureProgress>(), progress => progress.Preview is not null);
        Assert.Equal(2, harness.Model.FakeCodec.Decoded);
    }

    [Fact]
    public void Case43_an_abandoned_request_is_given_up()
    {
        var time = new FakeTime();
        using var harness = new SchedulerHarness(new FakeModel(), limits: Limits, time: time);
        var request = harness.Submit("gone", Long);
        harness.Run();
        time.Advance(TimeSpan.FromSeconds(59));
        harness.Scheduler.Step();
        Assert.True(harness.Pool.InUse > 0);
        time.Advance(TimeSpan.FromSeconds(2));
        harness.Scheduler.Step();
        Assert.Equal(0, harness.Pool.InUse);
        Assert.False(harness.Scheduler.HasWork);
        request.Read();
        Assert.Equal(GenerationError.Abandoned, Assert.IsType<GenerationException>(request.Error).Error);
    }
}
