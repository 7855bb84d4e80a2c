using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Drafting;

/// <summary>Drafts over the fake model, whose logits are a hash of what its cache holds: a key too many changes all that follows.</summary>
public sealed class DraftedAnswerTests
{
    private const string Rhyme = "one two three. ";

    private static readonly GenerationOptions Repeating = Scripted(Rhyme) with { MaxNewTokens = 120, Seed = 1 };

    [Fact]
    public void Text_that_repeats_takes_fewer_passes_and_is_the_same()
    {
        using var harness = Harness();
        var plain = harness.Submit("say: ", Repeating with { DraftTokens = 0 });
        harness.Finish(plain);
        var plainPasses = harness.Scheduler.Counters.Passes;
        Assert.Equal((120, 0), (plainPasses, harness.Scheduler.Counters.DraftedTokens));

        var drafted = harness.Submit("say: ", Repeating with { DraftTokens = 8 });
        harness.Finish(drafted);
        var counters = harness.Scheduler.Counters;
        Assert.Equal(AnswerTrace.Of(plain.Updates, 0), AnswerTrace.Of(drafted.Updates, 0));
        Assert.InRange(counters.Passes - plainPasses, 20, 50);
        Assert.Equal(120 - (counters.Passes - plainPasses), counters.AcceptedTokens);
        Assert.InRange(counters.AcceptedTokens, 1, counters.DraftedTokens);
        Assert.Equal(240, counters.GeneratedTokens);
        Assert.Equal(0, harness.HeldBlocks);
    }

    [Fact]
    public void What_the_prompt_says_is_drafted_from_the_prompt()
    {
        using var harness = Harness();
        const string Text = "the quick brown fox jumps over the lazy dog";
        var request = harness.Submit(Text + ".", Scripted(Text) with { MaxNewTokens = Text.Length, DraftTokens = 8 });
        harness.Finish(request);
        Assert.Equal(Text, request.Text());
        Assert.InRange(harness.Scheduler.Counters.Passes, 5, 25);
    }

    [Fact]
    public void A_loop_of_one_token_is_drafted_beyond_what_is_known_of_it()
    {
        using var harness = Harness();
        var request = harness.Submit("x", Scripted("a") with { MaxNewTokens = 64, DraftTokens = 8 });
        harness.Finish(request);
        Assert.Equal(new string('a', 64), request.Text());
        Assert.InRange(harness.Scheduler.Counters.Passes, 8, 24);
    }

    [Fact]
    public void Text_that_never_repeats_is_never_drafted()
    {
        using var harness = Harness();
        var request = harness.Submit("!", Scripted("abcdefghijklmnopqrstuvwxyz") with { MaxNewTokens = 26, DraftTokens = 8 });
        harness.Finish(request);
        Assert.Equal((26, 0), (harness.Scheduler.Counters.Passes, harness.Scheduler.Counters.DraftedTokens));
    }

    [Fact]
    public void Guesses_that_fail_are_given_up()
    {
        // Every pair of letters comes again, and something else follows each time.
        var text = string.Concat(Enumerable.Range(0, 24).Select(i => "ab" + (char)('c' + i)));
        using var harness = Harness();
        var request = harness.Submit("!", Scripted(text) with { MaxNewTokens = text.Length, DraftTokens = 8 });
        harness.Finish(request);
        Assert.Equal(text, request.Text());
        Assert.InRange(harness.Scheduler.Counters.DraftedTokens, 0, 3);
    }

    [Fact]
    public void Wherever_the_token_limit_falls_the_answer_ends_there()
    {
        for (var limit = 1; limit <= 60; limit++)
        {
            AssertSame("say: ", Repeating with { MaxNewTokens = limit });
        }
    }

    [Fact]
    public void Wherever_the_end_falls_the_answer_ends_there()
    {
        var ids = Ids(string.Concat(Enumerable.Repeat("abc", 20)));
        PromptPart[] prompt = [new PromptPart.Text("abcabc"), new PromptPart.EndOfTurn(), new PromptPart.Text("abcabc")];
        for (var length = 1; length <= 40; length++)
        {
            AssertSame(prompt, Following([.. ids[..length], FakeVocabulary.EndOfTurn]) with { MaxNewTokens = 60 });
        }
    }

    [Fact]
    public void Wherever_a_stop_string_ends_the_answer_ends_there()
    {
        for (var length = 1; length <= 30; length++)
        {
            var text = string.Concat(Enumerable.Repeat("abcd", 10))[..length] + "stop";
            AssertSame("go!", Scripted(text + "abcd") with { MaxNewTokens = 60, StopStrings = ["stop", "topa"] });
        }
    }

    [Fact]
    public void A_picture_begins_in_the_middle_of_a_draft_with_its_guidance()
    {
        var ids = Ids(string.Concat(Enumerable.Repeat("abcd", 10)));
        PromptPart[] prompt =
            [new PromptPart.Text("abcdabcd"), new PromptPart.Picture(FakeCodec.Picture(1, 2, 3, 4)), new PromptPart.Text("abcd")];
        for (var length = 1; length <= 30; length++)
        {
            var accepted = AssertSame(prompt, Following([.. ids[..length], FakeVocabulary.BeginOfImage, .. new int[5], .. ids[..7]]) with
            {
                Mode = GenerationMode.Interleaved,
                MaxNewTokens = 60,
                Picture = new PictureOptions { TextGuidanceScale = 3, ImageGuidanceScale = 2, NegativePrompt = "no" },
            });
            Assert.True(length < 12 || accepted > 0);
        }
    }

    [Fact]
    public void The_more_rows_cost_the_less_is_drafted()
    {
        var drafted = new[] { 0, 2, 5, 20 }.Select(DraftedPerPass).ToArray();
        Assert.Equal(drafted.OrderDescending(), drafted);
        Assert.InRange(drafted[0], 6, 8);
        Assert.InRange(drafted[^1], 0, 1);

        static double DraftedPerPass(int millisecondsPerRow)
        {
            var time = new FakeTime();
            using var harness = new SchedulerHarness(new FakeModel(), time: time);
            harness.Model.Fake.OnForward = (batch, _) =>
                time.Advance(TimeSpan.FromMilliseconds(10 + (millisecondsPerRow * (batch.Rows.RowCount - 1))));
            const string Twice = Rhyme + Rhyme + Rhyme;
            harness.Finish(harness.Submit(Twice, Repeating with { DraftTokens = 8 }));
            return harness.Scheduler.Counters.DraftedTokens / (double)harness.Scheduler.Counters.Passes;
        }
    }

    [Fact]
    public void Each_of_several_answers_that_run_together_drafts_less()
    {
        var rows = new[] { 1, 4, 8 }.Select(answers =>
        {
            var time = new FakeTime();
            using var harness = new SchedulerHarness(new FakeModel(), time: time);
            harness.Model.Fake.OnForward = (batch, _) => time.Advance(TimeSpan.FromMilliseconds(10 * Math.Max(1, batch.Rows.RowCount - 7)));
            harness.Finish([.. Enumerable.Range(0, answers).Select(_ => harness.Submit("say: ", Repeating with { DraftTokens = 8 }))]);
            return harness.Scheduler.Counters.DraftedTokens / (double)answers;
        }).ToArray();
        Assert.Equal(rows.OrderDescending(), rows);
        Assert.InRange(rows[^1], 0, rows[0] / 2);
    }

    [Fact]
    public void A_full_pass_has_no_drafts()
    {
        using var harness = Harness(limits: new SchedulerLimits { Context = 256, MaxRunning = 32 });
        harness.Finish([.. Enumerable.Range(0, 32).Select(_ => harness.Submit("say: ", Repeating with { DraftTokens = 8 }))]);
        Assert.Equal(0, harness.Scheduler.Counters.DraftedTokens);
    }

    [Fact]
    public void A_draft_takes_no_blocks_from_others()
    {
        using var alone = Harness(blocks: 40);
        var expected = alone.Submit("say: ", Repeating with { DraftTokens = 0 });
        alone.Finish(expected);
        using var harness = Harness(blocks: 65);
        var requests = Enumerable.Range(0, 2).Select(_ => harness.Submit("say: ", Repeating with { DraftTokens = 16 })).ToArray();
        harness.Finish(requests);
        Assert.All(requests, request => Assert.Equal(AnswerTrace.Of(expected.Updates, 0), AnswerTrace.Of(request.Updates, 0)));
        Assert.Equal(0, harness.Scheduler.Counters.Preempted);
        Assert.True(harness.Scheduler.Counters.AcceptedTokens > 0);
        Assert.Equal(0, harness.HeldBlocks);
    }

    [Fact]
    public void Where_keys_hold_for_one_length_only_nothing_is_drafted()
    {
        using var harness = Harness();
        harness.Model.Fake.RigidAbove = 10;
        using var plain = Harness();
        plain.Model.Fake.RigidAbove = 10;
        var (request, expected) = (harness.Submit("say: ", Repeating with { DraftTokens = 8 }), plain.Submit("say: ", Repeating with { DraftTokens = 0 }));
        harness.Finish(request);
        plain.Finish(expected);
        Assert.Equal(AnswerTrace.Of(expected.Updates, 0), AnswerTrace.Of(request.Updates, 0));
        Assert.Equal(0, harness.Scheduler.Counters.DraftedTokens);
    }

    [Fact]
    public void A_pass_that_is_cancelled_leaves_drafts_as_if_they_had_not_been()
    {
        using var harness = Harness();
        var request = harness.Submit("say: ", Repeating with { DraftTokens = 8 });
        var passes = 0;
        harness.Model.Fake.OnForward = (_, _) =>
        {
            if (++passes % 3 == 0)
            {
                // As if somebody who was reading a prompt had left.
                using var newcomer = new CancellationTokenSource();
                harness.Submit(new string('x', 20), Repeating, newcomer.Token);
                newcomer.Cancel();
            }
        };
        while (!request.IsOver)
        {
            harness.Scheduler.Step();
            request.Read();
        }

        using var plain = Harness();
        var expected = plain.Submit("say: ", Repeating with { DraftTokens = 0 });
        plain.Finish(expected);
        Assert.Equal(AnswerTrace.Of(expected.Updates, 0), AnswerTrace.Of(request.Updates, 0));
    }

    [Fact]
    public void Requests_that_do_not_say_draft_what_the_engine_says()
    {
        using var harness = Harness(limits: new SchedulerLimits { Context = 256, DraftTokens = 4 });
        harness.Finish(harness.Submit("x", Repeating));
        Assert.True(harness.Scheduler.Counters.AcceptedTokens > 0);
        Assert.Equal(5, harness.Model.Fake.MostRows);
    }

    [Fact]
    public void Drafting_allocates_the_updates_alone()
    {
        using var harness = Harness(context: 1024);
        var options = Repeating with { MaxNewTokens = 800, DraftTokens = 8, TopProbabilities = null };
        harness.Finish(harness.Submit("say: ", options));
        var request = harness.Submit("say: ", options);
        harness.Scheduler.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        GenerationUpdate update = new GenerationUpdate.Text(0, string.Empty, [before.GetHashCode()]);
        var bytesOfUpdate = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(update);
        var bytes = 0L;
        for (var i = 0; i < 60; i++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            harness.Scheduler.Step();
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            request.Read();
        }

        Assert.True(request.Tokens().Length > 150);
        const int QueueSegments = 8_000;
        Assert.InRange(bytes, 1, (request.Tokens().Length * bytesOfUpdate) + QueueSegments);
    }

    /// <summary>A clock that stands still says nothing about what rows cost, so the first guess holds.</summary>
    private static SchedulerHarness Harness(int context = 256, int blocks = 1000, SchedulerLimits? limits = null) =>
        new(new FakeModel(context), blocks, limits, new FakeTime());

    private static GenerationOptions Scripted(string text) => Following(Ids(text));

    private static GenerationOptions Following(int[] ids) =>
        new() { Seed = 1, Text = SamplingOptions.Greedy, TopProbabilities = 2, Processors = [new Script(ids, 100)] };

    private static int[] Ids(string text) => [.. text.Select(FakeVocabulary.IdOf)];

    private static void AssertSame(string prompt, GenerationOptions options) => AssertSame([new PromptPart.Text(prompt)], options);

    /// <returns>How many drafted tokens were right.</returns>
    private static long AssertSame(PromptPart[] prompt, GenerationOptions options)
    {
        using var plain = Harness();
        using var drafting = Harness();
        var (expected, actual) = (plain.Submit(prompt, options with { DraftTokens = 0 }), drafting.Submit(prompt, options with { DraftTokens = 16 }));
        plain.Finish(expected);
        drafting.Finish(actual);
        Assert.Equal(AnswerTrace.Of(expected.Updates, 0), AnswerTrace.Of(actual.Updates, 0));
        Assert.Equal(0, drafting.HeldBlocks);
        return drafting.Scheduler.Counters.AcceptedTokens;
    }
}
