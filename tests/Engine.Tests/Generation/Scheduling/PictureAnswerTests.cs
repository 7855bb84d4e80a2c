using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>Case 40 and guidance: pictures are whole or reported as incomplete, and their rows are decoded together.</summary>
public sealed class PictureAnswerTests
{
    private static readonly PictureOptions Plain = new() { TextGuidanceScale = 1, ImageGuidanceScale = 1, Sampling = SamplingOptions.Greedy };
    private static readonly GenerationOptions Drawing = new() { Mode = GenerationMode.Picture, Seed = 1, Picture = Plain };

    [Fact]
    public void Case40_a_picture_answer_is_one_whole_picture_and_nothing_else()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit("draw", Drawing);
        harness.Finish(request);
        var picture = Assert.Single(request.Updates.OfType<GenerationUpdate.Picture>());
        Assert.Equal(4, picture.Codes.Count);
        Assert.Equal(FakeCodec.Picture([.. picture.Codes]).Data, picture.Pixels.Data);
        Assert.Empty(request.Updates.OfType<GenerationUpdate.Text>());
        var end = Assert.Single(request.Ends);
        Assert.Equal((FinishReason.PictureDone, 4, 0, 6), (end.Reason, end.Usage.PictureTokens, end.Usage.TextTokens, end.Usage.PromptTokens));
    }

    [Fact]
    public void Case40_a_picture_cut_by_the_token_limit_is_reported_as_incomplete()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit("draw", Drawing with { MaxNewTokens = 3 });
        harness.Finish(request);
        Assert.Empty(request.Updates.OfType<GenerationUpdate.Picture>());
        var incomplete = Assert.Single(request.Updates.OfType<GenerationUpdate.IncompletePicture>());
        Assert.Equal((3, 4), (incomplete.Codes.Count, incomplete.Total));
        Assert.Equal(FinishReason.Length, Assert.Single(request.Ends).Reason);
        Assert.Equal(0, harness.Model.FakeCodec.Decoded);
    }

    [Fact]
    public void Case40_a_prompt_that_ends_in_the_opening_gets_no_second_one()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit([new PromptPart.Ids([FakeVocabulary.Begin, FakeVocabulary.BeginOfImage])], Drawing);
        harness.Finish(request);
        Assert.Equal(2, request.Ends.Single().Usage.PromptTokens);
        Assert.Equal(4, request.Codes().Length);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Case40_an_interleaved_picture_begins_only_where_all_of_it_fits(int maxNewTokens, bool fits)
    {
        var model = new FakeModel();
        model.Fake.Shape = Prefer(FakeVocabulary.BeginOfImage);
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("x", Drawing with { Mode = GenerationMode.Interleaved, MaxNewTokens = maxNewTokens });
        harness.Finish(request);
        Assert.Equal(fits ? 1 : 0, request.Updates.OfType<GenerationUpdate.Picture>().Count());
        Assert.Empty(request.Updates.OfType<GenerationUpdate.IncompletePicture>());
        Assert.Equal(FinishReason.Length, request.Ends.Single().Reason);
    }

    [Fact]
    public void Case40_pictures_and_text_alternate_and_the_model_reads_the_closing()
    {
        var model = new FakeModel();
        var previous = new List<int[]>();
        model.Fake.Shape = (tokens, logits) =>
        {
            previous.Add(tokens);
            Prefer(tokens[^1] == FakeVocabulary.IdOf('t') ? FakeVocabulary.BeginOfImage : FakeVocabulary.IdOf('t'))(tokens, logits);
        };
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("x", Drawing with { Mode = GenerationMode.Interleaved, MaxNewTokens = 14, Text = SamplingOptions.Greedy });
        harness.Finish(request);
        Assert.Equal("tt", request.Text());
        Assert.Equal(2, request.Updates.OfType<GenerationUpdate.Picture>().Count());
        Assert.Equal([0, 1], request.Updates.OfType<GenerationUpdate.Picture>().Select(picture => picture.Index));
        var read = previous.First(tokens => tokens.Length == 9);
        Assert.Equal(FakeVocabulary.EndOfImage, read[^1]);
        Assert.Equal(FakeVocabulary.BeginOfImage, read[3]);
        var usage = request.Ends.Single().Usage;
        Assert.Equal((8, 6), (usage.PictureTokens, usage.TextTokens));
    }

    [Fact]
    public void Case40_text_answers_never_hold_a_control_or_picture_token()
    {
        var model = new FakeModel();
        model.Fake.Shape = (_, logits) =>
        {
            logits.AsSpan(0, FakeVocabulary.FirstText).Fill(50);
            logits[FakeVocabulary.End] = logits[FakeVocabulary.EndOfTurn] = -50;
        };
        using var harness = new SchedulerHarness(model);
        var request = harness.Submit("x", new GenerationOptions { MaxNewTokens = 50, Seed = 1 });
        harness.Finish(request);
        Assert.All(request.Tokens(), id => Assert.True(FakeVocabulary.IsText(id)));
        Assert.Equal(50, request.Tokens().Length);
    }

    [Fact]
    public void Case40_even_a_callers_processor_cannot_raise_a_forbidden_token()
    {
        using var harness = new SchedulerHarness(new FakeModel());
        var request = harness.Submit("x", new GenerationOptions { MaxNewTokens = 5, Processors = [new Raise(FakeVocabulary.FirstCode)] });
        harness.Finish(request);
        Assert.Null(request.Error);
        Assert.All(request.Tokens(), id => Assert.NotEqual(FakeVocabulary.FirstCode, id));
    }

    [Fact]
    public void A_checkpoint_that_does_not_draw_is_asked_in_vain_unless_the_caller_insists()
    {
        using var harness = new SchedulerHarness(new FakeModel { CanDraw = false });
        var error = Assert.Throws<GenerationException>(() => harness.Submit("x", Drawing));
        Assert.Equal(GenerationError.PicturesNotAllowed, error.Error);
        var request = harness.Submit("x", Drawing with { Picture = Plain with { AllowUntrained = true } });
        harness.Finish(request);
        Assert.Equal(4, request.Codes().Length);
        harness.Model.FakeCodec.CanDecode = false;
        Assert.Throws<GenerationException>(() => harness.Submit("x", Drawing with { Picture = Plain with { AllowUntrained = true } }));
    }

    [Theory]
    [InlineData(1, 1, false, null, 1)] // no guidance
    [InlineData(3, 1.2f, false, null, 2)] // nothing but text before: image only = none
    [InlineData(3, 3, true, null, 2)] // equal scales: image only cancels out
    [InlineData(3, 1.2f, true, null, 3)]
    [InlineData(3, 1.2f, false, "bad", 3)]
    [InlineData(1, 1, true, "bad", 1)]
    public void Guidance_decodes_only_the_sequences_that_do_not_cancel_out(float text, float image, bool withPicture, string? negative, int sequences)
    {
        var model = new FakeModel();
        var most = 0;
        var least = int.MaxValue;
        model.Fake.OnForward = (batch, _) =>
            (most, least) = (Math.Max(most, batch.Rows.Sequences.Length), Math.Min(least, batch.Rows.Sequences.Length));
        using var harness = new SchedulerHarness(model);
        PromptPart[] prompt = withPicture
            ? [new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4)), new PromptPart.Text("draw")]
            : [new PromptPart.Text("draw")];
        var request = harness.Submit(prompt, Drawing with
        {
            Picture = Plain with { TextGuidanceScale = text, ImageGuidanceScale = image, NegativePrompt = negative },
        });
        harness.Finish(request);
        Assert.Equal((sequences, sequences), (least, most));
        Assert.Equal(4, harness.Scheduler.Counters.Passes);
        Assert.Equal(4, request.Codes().Length);
    }

    [Fact]
    public void Three_way_guidance_follows_the_formula()
    {
        var model = new FakeModel();
        var rows = new Dictionary<string, float[]>();
        model.Fake.Shape = (tokens, logits) => rows[string.Join(',', tokens)] = logits;
        using var harness = new SchedulerHarness(model);
        int[] codes = [1, 2, 3, 4];
        var request = harness.Submit(
            [new PromptPart.Text("ab"), new PromptPart.PictureCodes(codes), new PromptPart.EndOfTurn()],
            Drawing with { Picture = Plain with { TextGuidanceScale = 3, ImageGuidanceScale = 1.5f, NegativePrompt = "c" } });
        harness.Finish(request);

        int[] picture = [FakeVocabulary.BeginOfImage, .. codes.Select(code => code + FakeVocabulary.FirstCode), FakeVocabulary.EndOfImage];
        List<int> full = [FakeVocabulary.Begin, FakeVocabulary.IdOf('a'), FakeVocabulary.IdOf('b'), .. picture, FakeVocabulary.EndOfTurn, FakeVocabulary.BeginOfImage];
        List<int> image = [FakeVocabulary.Begin, .. picture, FakeVocabulary.BeginOfImage];
        List<int> none = [FakeVocabulary.Begin, FakeVocabulary.IdOf('c'), FakeVocabulary.EndOfTurn, FakeVocabulary.BeginOfImage];
        foreach (var code in request.Codes())
        {
            var (f, i, u) = (rows[string.Join(',', full)], rows[string.Join(',', image)], rows[string.Join(',', none)]);
            var expected = Enumerable.Range(FakeVocabulary.FirstCode, FakeVocabulary.Codes)
                .MaxBy(id => u[id] + (1.5f * (i[id] - u[id])) + (3 * (f[id] - i[id])));
            Assert.Equal(expected, code + FakeVocabulary.FirstCode);
            full.Add(expected);
            image.Add(expected);
            none.Add(expected);
        }
    }

    [Fact]
    public void Previews_are_complete_pictures_of_what_is_there()
    {
        using var harness = new SchedulerHarness(new FakeModel(codesPerPicture: 8));
        var request = harness.Submit("draw", Drawing with { Picture = Plain with { PreviewEvery = 3 } });
        harness.Finish(request);
        var progress = request.Updates.OfType<GenerationUpdate.PictureProgress>().ToArray();
        Assert.Equal([0, 3, 6], progress.Select(p => p.Done));
        Assert.Null(progress[0].Preview);
        Assert.Equal([3, 6], progress[1..].Select(p => p.Preview!.Width));
    }

    [Fact]
    public void Progress_without_previews_comes_as_often_as_it_was_asked_for()
    {
        using var harness = new SchedulerHarness(new FakeModel(codesPerPicture: 8));
        var request = harness.Submit("draw", Drawing with { Picture = Plain with { PreviewEvery = 4, ProgressEvery = 2 } });
        harness.Finish(request);
        var progress = request.Updates.OfType<GenerationUpdate.PictureProgress>().ToArray();
        Assert.Equal([0, 2, 4, 6], progress.Select(p => p.Done));
        Assert.Equal([4], progress.Where(p => p.Preview is not null).Select(p => p.Done));
    }

    private static Action<int[], float[]> Prefer(int id) => (_, logits) =>
    {
        logits[FakeVocabulary.End] = logits[FakeVocabulary.EndOfTurn] = -100;
        logits[id] = 100;
    };

    private sealed class Raise(int id) : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) => logits[id] = 1000;
    }
}
