using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>
/// A step allocates nothing of its own. Counted: everything on the stepping thread, that is planning, the fake pass,
/// guidance, masks, all processors, the draw. Not counted: the updates that are handed to the reader, whose size is
/// measured beside; pictures send none between their beginning and their end. A first answer warms up what grows to its
/// size once: blocks, the batch, the queue.
/// </summary>
public sealed class AllocationTests
{
    private static readonly SamplingOptions Everything = new()
    {
        Temperature = 0.8f,
        TopK = 20,
        TopP = 0.95f,
        MinP = 0.01f,
        TypicalP = 0.99f,
        EpsilonCutoff = 1e-4f,
        EtaCutoff = 1e-4f,
        RepetitionPenalty = 1.1f,
        FrequencyPenalty = 0.1f,
        PresencePenalty = 0.1f,
        NoRepeatNgramSize = 9,
        MinNewTokens = 300,
    };

    [Fact]
    public void A_step_of_three_drawing_answers_with_guidance_allocates_nothing()
    {
        using var harness = new SchedulerHarness(new FakeModel(context: 512, codesPerPicture: 300));
        var options = new GenerationOptions
        {
            Mode = GenerationMode.Picture,
            Answers = 3,
            Picture = new PictureOptions { Sampling = Everything, NegativePrompt = "no" },
        };
        harness.Finish(harness.Submit("draw", options));
        harness.Submit("draw", options);
        Assert.Equal(0, BytesOfSteps(harness, warmUp: 100, steps: 100));
    }

    [Fact]
    public void A_step_of_a_writing_answer_allocates_its_update_alone()
    {
        using var harness = new SchedulerHarness(new FakeModel(context: 512));
        var options = new GenerationOptions { MaxNewTokens = 300, Text = Everything };
        harness.Finish(harness.Submit("write", options));
        var request = harness.Submit("write", options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GenerationUpdate update = new GenerationUpdate.Text(0, string.Empty, [before.GetHashCode()]);
        var bytesOfUpdate = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(update);
        harness.Scheduler.Step();
        var bytes = 0L;
        for (var i = 0; i < 200; i++)
        {
            bytes += BytesOfSteps(harness, warmUp: 0, steps: 1);
            request.Read();
        }

        Assert.InRange(bytes, 1, (200 * bytesOfUpdate) + QueueSegments);
    }

    // The channel's queue grows by segments of up to 1,024 slots, a handful over the test.
    private const int QueueSegments = 8_000;

    private static long BytesOfSteps(SchedulerHarness harness, int warmUp, int steps)
    {
        for (var i = 0; i < warmUp; i++)
        {
            harness.Scheduler.Step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < steps; i++)
        {
            harness.Scheduler.Step();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
