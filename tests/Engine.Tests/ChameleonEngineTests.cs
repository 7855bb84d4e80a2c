using Chameleon.Engine.Generation;
using Chameleon.Engine.Tests.Generation.Fakes;

namespace Chameleon.Engine.Tests;

/// <summary>The front door over the fake model: many callers, one thread that computes, an orderly end.</summary>
public sealed class ChameleonEngineTests
{
    private static readonly GenerationOptions Short = new() { MaxNewTokens = 20, Seed = 5 };

    [Fact]
    public async Task Many_callers_get_what_they_get_one_after_the_other()
    {
        await using var engine = new ChameleonEngine(new FakeModel(), new EngineOptions());
        var prompts = Enumerable.Range(0, 24).Select(i => (
            Text: new string((char)('a' + i), i + 1),
            Options: Short with { Seed = i, Mode = (GenerationMode)(i % 3), MaxNewTokens = i % 3 == 1 ? null : 20 })).ToArray();
        var serial = new List<GenerationResult>();
        foreach (var (text, options) in prompts)
        {
            serial.Add(await AnswerAsync(engine, text, options));
        }

        var together = await Task.WhenAll(prompts.Select(prompt => Task.Run(() => AnswerAsync(engine, prompt.Text, prompt.Options))));
        foreach (var (one, other) in serial.Zip(together))
        {
            Assert.Equal(one.Answers[0].Text, other.Answers[0].Text);
            Assert.Equal(one.Answers[0].Tokens, other.Answers[0].Tokens);
            Assert.Equal(one.Answers[0].Pictures.SelectMany(p => p.Codes), other.Answers[0].Pictures.SelectMany(p => p.Codes));
        }

        Assert.Equal(48, engine.Metrics.FinishedRequests);
        Assert.Equal(0, engine.Metrics.CacheBlocksInUse);
    }

    [Fact]
    public async Task Nothing_is_computed_on_a_callers_thread()
    {
        var model = new FakeModel();
        var threads = new HashSet<string?>();
        model.Fake.OnForward = (_, _) => threads.Add(Thread.CurrentThread.Name);
        model.FakeCodec.OnEncode = model.FakeCodec.OnDecode = () => threads.Add(Thread.CurrentThread.Name);
        await using var engine = new ChameleonEngine(model, new EngineOptions());
        await AnswerAsync(engine, "draw", Short with { Mode = GenerationMode.Picture, MaxNewTokens = null });
        var codes = await engine.EncodeAsync(FakeCodec.Picture(0, 1, 2, 3));
        Assert.Equal("0123", string.Concat(codes));
        Assert.Equal(4, (await engine.DecodeAsync([0, 1, 2, 3])).Width);
        Assert.Equal("Chameleon engine", Assert.Single(threads));
    }

    [Fact]
    public async Task A_request_is_checked_without_computing_anything()
    {
        var model = new FakeModel();
        model.Fake.OnForward = (_, _) => Assert.Fail("A pass ran.");
        model.FakeCodec.OnEncode = () => Assert.Fail("A picture was encoded.");
        await using var engine = new ChameleonEngine(model, new EngineOptions { ContextLimit = 20 });
        Assert.Equal(20, engine.ContextLimit);
        Assert.Equal(1 + 2 + 6, engine.Check([new PromptPart.Text("ab"), new PromptPart.Picture(FakeCodec.Picture(0))]));
        Assert.Equal(1 + 2 + 1, engine.Check([new PromptPart.Text("ab")], new GenerationOptions { Mode = GenerationMode.Picture }));
        var wrong = Assert.Throws<GenerationException>(() => engine.Check([], new GenerationOptions { Answers = 0 }));
        Assert.Equal(GenerationError.InvalidOptions, wrong.Error);
        var overlong = Assert.Throws<GenerationException>(() => engine.Check([new PromptPart.Text(new string('a', 20))]));
        Assert.Equal(GenerationError.PromptTooLong, overlong.Error);
        var roomless = Assert.Throws<GenerationException>(() => engine.Check([new PromptPart.Text(new string('a', 17))], new GenerationOptions { Mode = GenerationMode.Picture }));
        Assert.Equal(GenerationError.PromptTooLong, roomless.Error);
        Assert.Equal(0, engine.Metrics.FailedRequests);
    }

    [Fact]
    public async Task Leaving_the_enumeration_ends_the_request()
    {
        await using var engine = new ChameleonEngine(new FakeModel(context: 20_000), new EngineOptions { BufferedUpdates = 4 });
        await foreach (var update in engine.GenerateAsync([new PromptPart.Text("x")], Short with { MaxNewTokens = 10_000 }))
        {
            Assert.NotNull(update);
            break;
        }

        await AnswerAsync(engine, "next", Short);
        await UntilAsync(() => engine.Metrics is { CancelledRequests: 1, CacheBlocksInUse: 0 });
    }

    [Fact]
    public async Task Cancelling_throws_with_the_callers_token()
    {
        using var cancellation = new CancellationTokenSource();
        await using var engine = new ChameleonEngine(new FakeModel(context: 20_000), new EngineOptions());
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in engine.GenerateAsync(
                [new PromptPart.Text("x")], new GenerationOptions { Text = new() { MinNewTokens = 10_000 } }, cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task Case45_a_full_queue_is_busy_at_once_and_empties_when_all_are_cancelled()
    {
        var model = new FakeModel();
        using var gate = new ManualResetEventSlim();
        model.Fake.OnForward = (_, _) => gate.Wait(CancellationToken.None);
        await using var engine = new ChameleonEngine(model, new EngineOptions { MaxRunning = 1, MaxWaiting = 50 });
        using var cancellation = new CancellationTokenSource();
        var first = AnswerAsync(engine, "first", Short);
        await UntilAsync(() => engine.Metrics.RunningAnswers == 1);
        var others = Enumerable.Range(0, 50).Select(_ => AnswerAsync(engine, "other", Short, cancellation.Token)).ToArray();
        var busy = await Assert.ThrowsAsync<GenerationException>(() => AnswerAsync(engine, "late", Short));
        Assert.Equal(GenerationError.Busy, busy.Error);
        await cancellation.CancelAsync();
        gate.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(others));
        Assert.All(others, other => Assert.True(other.IsCanceled));
        await AnswerAsync(engine, "next", Short);
        Assert.Equal((0, 0, 0), (engine.Metrics.RunningAnswers, engine.Metrics.WaitingAnswers, engine.Metrics.CacheBlocksInUse));
    }

    [Fact]
    public async Task Disposing_while_it_generates_ends_everybody_typed_and_frees_all()
    {
        var model = new FakeModel(context: 100_000);
        var engine = new ChameleonEngine(model, new EngineOptions());
        var options = new GenerationOptions { Text = new() { MinNewTokens = 90_000 } };
        var tasks = Enumerable.Range(0, 5).Select(i => AnswerAsync(engine, "x", options with { Seed = i })).ToArray();
        await UntilAsync(() => engine.Metrics.GeneratedTokens > 20);
        await Task.WhenAll(engine.DisposeAsync().AsTask(), engine.DisposeAsync().AsTask());
        foreach (var task in tasks)
        {
            Assert.Equal(GenerationError.Disposed, (await Assert.ThrowsAsync<GenerationException>(() => task)).Error);
        }

        Assert.True(model.IsDisposed);
        Assert.Equal(0, model.Device.AllocatedBytes);
        var late = await Assert.ThrowsAsync<GenerationException>(() => AnswerAsync(engine, "late", Short));
        Assert.Equal(GenerationError.Disposed, late.Error);
        await Assert.ThrowsAsync<GenerationException>(() => engine.EncodeAsync(FakeCodec.Picture(0, 1, 2, 3)));
    }

    [Fact]
    public async Task The_coalesced_answer_equals_the_stream()
    {
        await using var engine = new ChameleonEngine(new FakeModel(), new EngineOptions());
        var options = new GenerationOptions { Mode = GenerationMode.Interleaved, Answers = 3, Seed = 11, MaxNewTokens = 60 };
        var updates = new List<GenerationUpdate>();
        await foreach (var update in engine.GenerateAsync([new PromptPart.Text("x")], options))
        {
            updates.Add(update);
        }

        var result = await AnswerAsync(engine, "x", options);
        Assert.Equal(3, result.Answers.Count);
        for (var i = 0; i < 3; i++)
        {
            var text = updates.OfType<GenerationUpdate.Text>().Where(update => update.Answer == i).ToArray();
            Assert.Equal(string.Concat(text.Select(update => update.Value)), result.Answers[i].Text);
            Assert.Equal(text.SelectMany(update => update.Tokens), result.Answers[i].Tokens);
            Assert.Equal(updates.OfType<GenerationUpdate.Picture>().Count(update => update.Answer == i), result.Answers[i].Pictures.Count);
        }
    }

    [Fact]
    public async Task Codes_that_are_no_picture_are_refused_before_anything_runs()
    {
        await using var engine = new ChameleonEngine(new FakeModel(), new EngineOptions());
        await Assert.ThrowsAsync<GenerationException>(() => engine.DecodeAsync([1, 2, 3]));
        await Assert.ThrowsAsync<GenerationException>(() => engine.DecodeAsync([1, 2, 3, 8]));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public async Task Senseless_engine_options_are_refused_before_loading(int threads, int running, int chunk) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ChameleonEngine.LoadAsync(
            "nowhere", new EngineOptions { Threads = threads, MaxRunning = running, PrefillChunk = chunk }));

    private static Task<GenerationResult> AnswerAsync(
        ChameleonEngine engine, string text, GenerationOptions options, CancellationToken cancellationToken = default) =>
        GenerationResult.CollectAsync(engine.GenerateAsync([new PromptPart.Text(text)], options, cancellationToken), CancellationToken.None);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(1, patience.Token);
        }
    }
}
