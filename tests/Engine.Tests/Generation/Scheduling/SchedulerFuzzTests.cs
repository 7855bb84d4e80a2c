using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Scheduling;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests.Generation.Scheduling;

/// <summary>
/// Random requests, cancellations and readers against the laws: blocks add up, every answer ends exactly once, nobody
/// starves, and whoever is left alone gets what it would have got alone.
/// </summary>
public sealed class SchedulerFuzzTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_laws_hold(int seed)
    {
        var random = new Random(seed);
        var model = new FakeModel(context: 64);
        using var harness = new SchedulerHarness(
            model,
            blocks: random.Next(48, 80),
            new SchedulerLimits
            {
                Context = 64,
                MaxRunning = random.Next(1, 6),
                PrefillChunk = random.Next(1, 30),
                BufferedUpdates = random.Next(1, 20),
            });
        model.Fake.RigidAbove = random.Next(4) == 0 ? 30 : int.MaxValue;
        var requests = new List<(FakeRequest Request, CancellationTokenSource Cancellation, bool Cancelled)>();
        for (var step = 0; step < 400; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    var source = new CancellationTokenSource();
                    requests.Add((harness.Submit(Prompt(random), Options(random), source.Token), source, false));
                    break;
                case 1 when requests.Count > 0 && random.Next(3) == 0:
                    var victim = random.Next(requests.Count);
                    requests[victim] = requests[victim] with { Cancelled = requests[victim].Cancelled || !requests[victim].Request.IsOver };
                    requests[victim].Cancellation.Cancel();
                    break;
                case 2:
                    requests.ForEach(r => r.Request.Read(random.Next(4)));
                    break;
                default:
                    harness.Scheduler.Step();
                    break;
            }

            AssertBlocksAddUp(harness);
        }

        harness.Finish([.. requests.Select(r => r.Request)]);
        Assert.Equal(0, harness.HeldBlocks);
        Assert.Equal(requests.Count, (int)(harness.Scheduler.Counters.Finished + harness.Scheduler.Counters.Cancelled));
        foreach (var (request, cancellation, cancelled) in requests)
        {
            AssertEndedOnce(request, cancelled);
            cancellation.Dispose();
        }

        AssertEqualsAlone(requests.Where(r => r.Request.Error is null).Select(r => r.Request).Take(6));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    private static void AssertBlocksAddUp(SchedulerHarness harness)
    {
        var pool = harness.Pool;
        Assert.Equal(pool.Allocated, pool.InUse + pool.Free);
        Assert.InRange(pool.Allocated, 0, pool.Limit);
        Assert.InRange(harness.Scheduler.CachedBlocks, 0, pool.InUse);
    }

    private static void AssertEndedOnce(FakeRequest request, bool cancelled)
    {
        Assert.True(request.IsOver);
        Assert.True(request.Error is null || cancelled, $"{request.Error}");
        var answers = request.Request.Options.Answers;
        Assert.True(request.Error is not null || request.Ends.Count() == answers);
        Assert.Equal(request.Ends.Count(), request.Ends.Select(end => end.Answer).Distinct().Count());
        foreach (var end in request.Ends)
        {
            Assert.Equal(end, request.Updates.Last(update => update.Answer == end.Answer));
        }
    }

    private static void AssertEqualsAlone(IEnumerable<FakeRequest> requests)
    {
        foreach (var request in requests)
        {
            using var alone = new SchedulerHarness(new FakeModel(context: 64));
            PromptPart[] prompt = [.. request.Request.Draft.Segments.Select(segment => segment.Picture is { } picture
                ? (PromptPart)new PromptPart.Picture(picture)
                : new PromptPart.Ids(segment.Ids!))];
            var expected = alone.Submit(prompt, request.Request.Options with { MaxNewTokens = request.Request.MaxNewTokens, DraftTokens = 0 });
            alone.Finish(expected);
            for (var answer = 0; answer < request.Request.Options.Answers; answer++)
            {
                Assert.Equal(expected.Tokens(answer), request.Tokens(answer));
                Assert.Equal(expected.Codes(answer), request.Codes(answer));
                Assert.Equal(expected.Text(answer), request.Text(answer));
            }
        }
    }

    private static PromptPart[] Prompt(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(4) switch
    {
        0 => (PromptPart)new PromptPart.Picture(FakeCodec.Picture([.. Enumerable.Range(0, 4).Select(_ => random.Next(8))])),
        1 => new PromptPart.EndOfTurn(),
        _ => new PromptPart.Text(new string((char)('a' + random.Next(3)), random.Next(8))),
    })];

    /// <summary>Makes text repeat, now and then with the opening of a picture in it, so that drafts are right and wrong.</summary>
    private static Script Chant(Random random)
    {
        var ids = Enumerable.Range(0, random.Next(1, 6)).Select(_ => FakeVocabulary.FirstText + random.Next(3, 9)).ToArray();
        return new Script(random.Next(4) == 0 ? [.. ids, .. ids, .. ids, FakeVocabulary.BeginOfImage] : ids, random.Next(3, 12));
    }

    private static GenerationOptions Options(Random random)
    {
        var mode = (GenerationMode)random.Next(3);
        return new GenerationOptions
        {
            Mode = mode,
            Seed = random.Next(),
            Answers = random.Next(1, 4),
            MaxNewTokens = random.Next(3) == 0 ? null : random.Next(1, 25),
            CacheScope = random.Next(3) == 0 ? null : $"scope{random.Next(2)}",
            StopStrings = random.Next(2) == 0 ? ["a", "bc"] : [],
            DraftTokens = random.Next(3) == 0 ? 0 : random.Next(1, 17),
            Processors = random.Next(2) == 0 ? [] : [Chant(random)],
            Picture = new PictureOptions
            {
                TextGuidanceScale = random.Next(1, 4),
                ImageGuidanceScale = random.Next(1, 4),
                NegativePrompt = random.Next(2) == 0 ? "no" : null,
                PreviewEvery = random.Next(3),
            },
        };
    }
}
