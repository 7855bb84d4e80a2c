using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>A part of a picture is drawn anew, the rest stays.</summary>
public sealed class KeptPictureTests
{
    private static readonly GenerationOptions Drawing = new()
    {
        Mode = GenerationMode.Picture,
        Seed = 1,
        Picture = new() { Sampling = SamplingOptions.Greedy },
    };

    [Fact]
    public void What_is_kept_stays_and_what_is_drawn_sees_it()
    {
        var model = new FakeModel();
        model.Fake.Shape = (tokens, logits) => logits[NextOf(tokens[^1])] = 100;
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("draw", Keeping([5, null, 2, null]));
        harness.Finish(request);

        // The fake draws the code after the one before it.
        Assert.Equal([5, 6, 2, 3], request.Codes());
    }

    [Fact]
    public void Keeping_nothing_draws_as_ever_and_keeping_all_gives_it_back()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var (free, open, whole) = (harness.Submit("draw", Drawing), harness.Submit("draw", Keeping([null, null, null, null])), harness.Submit("draw", Keeping([7, 0, 7, 1])));
        harness.Finish(free, open, whole);
        Assert.Equal(free.Codes(), open.Codes());
        Assert.Equal([7, 0, 7, 1], whole.Codes());
        Assert.Equal(FakeCodec.Picture([7, 0, 7, 1]).Data, whole.Updates.OfType<GenerationUpdate.Picture>().Single().Pixels.Data);
    }

    [Theory]
    [InlineData(new[] { 5, 1, 2, -1 }, 2)]
    [InlineData(new[] { 5, -1, 2, 1 }, 2)]
    [InlineData(new[] { -1, 1, -1, 1 }, 2)]
    [InlineData(new[] { -1, -1, -1, -1 }, 4)]
    [InlineData(new[] { 5, 1, 2, 3 }, 1)]
    public void Codes_that_are_kept_side_by_side_are_read_in_one_pass(int[] kept, int passes)
    {
        using var harness = new SchedulerHarness(new FakeModel());
        harness.Finish(harness.Submit("draw", Keeping([.. kept.Select(code => code < 0 ? (int?)null : code)])));
        Assert.Equal(passes, harness.Scheduler.Counters.Passes);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, "The length of Picture.Kept is 3; a picture has 4 codes.")]
    [InlineData(new[] { 1, 2, 3, 8 }, "A code of Picture.Kept is 8; codes go from 0 to 7.")]
    [InlineData(new[] { -1, 2, 3, 4 }, "A code of Picture.Kept is -1; codes go from 0 to 7.")]
    public void Codes_that_no_picture_has_are_refused(int[] kept, string sentence)
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var error = Assert.Throws<GenerationException>(() => harness.Submit("draw", Keeping([.. kept.Select(code => (int?)code)])));
        Assert.Equal((GenerationError.InvalidOptions, sentence), (error.Error, error.Message));
    }

    [Fact]
    public void Only_an_answer_that_is_a_picture_keeps_one()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var error = Assert.Throws<GenerationException>(() => harness.Submit("x", Keeping([1, null, null, null]) with { Mode = GenerationMode.Interleaved }));
        Assert.Equal("Mode is Interleaved; it must be Picture where Picture.Kept is given.", error.Message);
    }

    [Fact]
    public void A_processor_of_the_callers_own_chooses_codes()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit("draw", Drawing with { Picture = Drawing.Picture with { Processors = [new Only(FakeVocabulary.FirstCode + 3)] } });
        harness.Finish(request);
        Assert.Equal([3, 3, 3, 3], request.Codes());
    }

    private static GenerationOptions Keeping(int?[] kept) => Drawing with { Picture = Drawing.Picture with { Kept = kept } };

    private static int NextOf(int token) => FakeVocabulary.FirstCode + Math.Max(0, token - FakeVocabulary.FirstCode + 1) % FakeVocabulary.Codes;

    private sealed class Only(int token) : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits)
        {
            logits.Fill(float.NegativeInfinity);
            logits[token] = 0;
        }
    }
}
