using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>Case 39 and its kin: what goes wrong in one request ends that request, typed, and frees what it held.</summary>
public sealed class FailureTests
{
    private static readonly GenerationOptions Short = new() { MaxNewTokens = 10, Seed = 1, Text = new() { MinNewTokens = 10 } };

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Case39_logits_that_cannot_be_sampled_from_fail_the_request_alone(float poison)
    {
        var model = new FakeModel();
        using var harness = new SchedulerHarness(model);
        var sick = harness.Submit("sick", Short);
        var well = harness.Submit("well", Short);
        model.Fake.Shape = (tokens, logits) =>
        {
            if (tokens.Length == 8 && tokens[1] == FakeVocabulary.IdOf('s'))
            {
                Array.Fill(logits, poison);
            }
        };
        harness.Finish(sick, well);
        var error = Assert.IsType<GenerationException>(sick.Error);
        Assert.Equal(GenerationError.NonFiniteLogits, error.Error);
        Assert.Equal(3, sick.Tokens().Length);
        Assert.Empty(sick.Ends);
        Assert.Equal(10, well.Tokens().Length);
        Assert.Equal(0, harness.Pool.InUse);
        Assert.Equal(1, harness.Scheduler.Counters.Failed);
    }

    [Fact]
    public void Case39_one_poisoned_logit_among_good_ones_is_enough()
    {
        var model = new FakeModel();
        using var harness = new SchedulerHarness(model);
        model.Fake.Shape = (_, logits) => logits[FakeVocabulary.IdOf('m')] = float.NaN;
        var request = harness.Submit("x", Short);
        harness.Finish(request);
        var error = Assert.IsType<GenerationException>(request.Error);
        Assert.Contains($"token {FakeVocabulary.IdOf('m')}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Case39_huge_logits_are_finite()
    {
        var model = new FakeModel();
        using var harness = new SchedulerHarness(model);
        model.Fake.Shape = (_, logits) =>
        {
            Array.Fill(logits, -1e4f);
            logits[FakeVocabulary.IdOf('z')] = 1e4f;
        };
        var request = harness.Submit("x", Short);
        harness.Finish(request);
        Assert.Equal("zzzzzzzzzz", request.Text());
    }

    [Fact]
    public void A_pass_that_throws_ends_the_requests_that_were_in_it_and_the_next_works()
    {
        var model = new FakeModel();
        using var harness = new SchedulerHarness(model);
        var broken = harness.Submit("x", Short);
        model.Fake.OnForward = (_, _) => throw new InvalidOperationException("out of order");
        harness.Finish(broken);
        var error = Assert.IsType<GenerationException>(broken.Error);
        Assert.Equal(GenerationError.Failed, error.Error);
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Equal(0, harness.Pool.InUse);

        model.Fake.OnForward = null;
        var next = harness.Submit("x", Short);
        harness.Finish(next);
        Assert.Equal(10, next.Tokens().Length);
    }

    [Fact]
    public void A_processor_that_throws_ends_its_request_alone()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var sick = harness.Submit("x", Short with { Processors = [new Throwing()] });
        var well = harness.Submit("y", Short);
        harness.Finish(sick, well);
        Assert.IsType<NotSupportedException>(Assert.IsType<GenerationException>(sick.Error).InnerException);
        Assert.Equal(10, well.Tokens().Length);
    }

    [Fact]
    public void A_picture_encoder_that_throws_ends_its_request_alone()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        harness.Model.FakeCodec.OnEncode = () => throw new InvalidOperationException("no light");
        var sick = harness.Submit([new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4))], Short);
        var well = harness.Submit("y", Short);
        harness.Finish(sick, well);
        Assert.Equal(GenerationError.Failed, Assert.IsType<GenerationException>(sick.Error).Error);
        Assert.Equal(10, well.Tokens().Length);
    }

    private sealed class Throwing : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) => throw new NotSupportedException("no");
    }
}
