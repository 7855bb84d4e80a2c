using System.Diagnostics;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Cancelling and leaving at every stage, slow readers and readers that never come back.</summary>
public sealed class ChatClientCancellationTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const string Greeting = "Hello! Show me a picture of shapes, or ask me to draw one.";

    /// <summary>Keeps nothing in the cache, so that the tests see whatever stays there by mistake.</summary>
    private static readonly ChameleonChatClientOptions Forgetful = new() { RememberedConversations = 0 };

    private ChameleonChatClient Client { get; } = new(demo.Host, Forgetful);

    [Fact]
    public async Task Case42_a_call_that_is_cancelled_already_does_nothing_at_all()
    {
        await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory });
        var client = new ChameleonChatClient(host, Forgetful);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hello!", null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetStreamingResponseAsync("Hello!", null, cancelled).ListAsync());
        Assert.Null(host.Progress);
    }

    [Fact]
    public async Task Case42_cancelling_while_the_model_loads_ends_the_waiting()
    {
        using var cancellation = new CancellationTokenSource();
        var options = new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory, Progress = new CancelOnLoad(cancellation) };
        await using var host = new ChameleonEngineHost(options);
        var client = new ChameleonChatClient(host, Forgetful);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hello!", Greedy, cancellation.Token));
        Assert.Equal(Greeting, (await client.GetResponseAsync("Hello!", Greedy)).Text);
    }

    [Fact]
    public async Task Case42_cancelling_in_the_queue_makes_room()
    {
        await using var host = Host(new EngineOptions { MaxRunning = 1, BufferedUpdates = 10_000 });
        var client = new ChameleonChatClient(host, Forgetful);
        await using var first = client.GetStreamingResponseAsync("Hello!", Slow).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());
        using var cancellation = new CancellationTokenSource();
        var places = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hello!", Greedy, cancellation.Token))
            {
                Assert.IsType<GenerationUpdate.Queued>(update.Step());
                Assert.Empty(update.Contents);
                places++;
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(1, places);
        await first.DisposeAsync();
        Assert.Equal(Greeting, (await client.GetResponseAsync("Hello!", Greedy)).Text);
        await SettledAsync(host);
    }

    [Theory]
    [InlineData("prefill")]
    [InlineData("text")]
    [InlineData("picture")]
    [InlineData("preview")]
    [InlineData("fetch")]
    public async Task Case42_cancelling_at_any_stage_frees_everything(string stage)
    {
        using var cancellation = new CancellationTokenSource();
        var client = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { RememberedConversations = 0, PictureFetcher = new CancelOnFetch(cancellation) });
        var options = stage is "picture" or "preview" ? Drawing.With(ChameleonOptionNames.ProgressEvery, 1) : Endless;
        options.With(ChameleonOptionNames.PreviewEvery, stage == "preview" ? 8 : 0);
        ChatMessage[] messages = [User(Picture("red-star.png"), stage == "fetch" ? new UriContent("http://localhost/", "image/png") : Picture("blue-circle.png"), new TextContent("Draw a star."))];
        await using var updates = client.GetStreamingResponseAsync(messages, options, cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = updates.MoveNextAsync().AsTask();
        if (stage == "prefill")
        {
            await cancellation.CancelAsync();
        }

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await next)
            {
                var step = updates.Current.Step();
                if (step is GenerationUpdate.Text or GenerationUpdate.PictureProgress { Done: > 0, Preview: null } && stage is not "preview"
                    || step is GenerationUpdate.PictureProgress { Preview: not null })
                {
                    await cancellation.CancelAsync();
                    await cancellation.CancelAsync();
                }

                next = updates.MoveNextAsync().AsTask();
            }
        });
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(Greeting, (await Client.GetResponseAsync("Hello!", Greedy)).Text);
        await SettledAsync(demo.Host);
    }

    [Fact]
    public async Task Case42_cancelling_between_the_last_token_and_the_end_throws_too()
    {
        using var cancellation = new CancellationTokenSource();
        var options = Greedy;
        options.MaxOutputTokens = 5;
        var count = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Client.GetStreamingResponseAsync("Hello!", options, cancellation.Token))
            {
                Assert.Null(update.FinishReason);
                if (++count == 5)
                {
                    await cancellation.CancelAsync();
                }
            }
        });
    }

    [Fact]
    public async Task Case42_cancelling_after_the_end_changes_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var response = await Client.GetResponseAsync("Hello!", Greedy, cancellation.Token);
        await cancellation.CancelAsync();
        Assert.Equal(Greeting, response.Text);
    }

    [Fact]
    public async Task The_token_of_the_enumeration_counts_as_that_of_the_call()
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Client.GetStreamingResponseAsync("Hello!", Endless).WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task A_whole_response_is_cancelled_like_a_stream()
    {
        using var cancellation = new CancellationTokenSource();
        var client = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { RememberedConversations = 0, PictureFetcher = new CancelOnFetch(cancellation) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync([User(new UriContent("http://localhost/", "image/png"))], null, cancellation.Token));
    }

    [Fact]
    public async Task Leaving_early_frees_everything()
    {
        // A host of its own: nothing that another test cancelled is counted here.
        await using var host = Host(new EngineOptions());
        await foreach (var update in new ChameleonChatClient(host).GetStreamingResponseAsync("Hello!", Endless))
        {
            Assert.NotNull(update);
            break;
        }

        await SettledAsync(host);
        Assert.Equal(1, Engine(host).Metrics.CancelledRequests);
    }

    [Fact]
    public async Task Case43_a_reader_who_never_comes_back_holds_nothing_for_long()
    {
        await using var host = Host(new EngineOptions { BufferedUpdates = 4, ReaderTimeout = TimeSpan.FromMilliseconds(200) });
        var client = new ChameleonChatClient(host, Forgetful);
        var abandoned = client.GetStreamingResponseAsync("Hello!", Endless).GetAsyncEnumerator();
        Assert.True(await abandoned.MoveNextAsync());
        await SettledAsync(host);

        // Should it come back all the same, it is told.
        var error = await Assert.ThrowsAsync<GenerationException>(async () =>
        {
            while (await abandoned.MoveNextAsync())
            {
            }
        });
        Assert.Equal(GenerationError.Abandoned, error.Error);
    }

    [Fact]
    public async Task Case44_a_slow_reader_stands_in_nobodys_way_and_misses_nothing()
    {
        await using var host = Host(new EngineOptions { BufferedUpdates = 4 });
        var client = new ChameleonChatClient(host, Forgetful);
        var expected = await client.GetResponseAsync("What can you do?", Greedy);
        await using var slow = client.GetStreamingResponseAsync("What can you do?", Greedy).GetAsyncEnumerator();
        Assert.True(await slow.MoveNextAsync());
        List<ChatResponseUpdate> read = [slow.Current];
        for (var other = 0; other < 3; other++)
        {
            Assert.Equal(Greeting, (await client.GetResponseAsync("Hello!", Greedy)).Text);
        }

        while (await slow.MoveNextAsync())
        {
            read.Add(slow.Current);
        }

        Assert.Equal(expected.Text, read.ToChatResponse().Text);
    }

    [Fact]
    public async Task Case45_who_comes_when_too_many_wait_is_told_at_once()
    {
        await using var host = Host(new EngineOptions { MaxRunning = 1, MaxWaiting = 1, BufferedUpdates = 10_000 });
        var client = new ChameleonChatClient(host, Forgetful);
        await using var running = client.GetStreamingResponseAsync("Hello!", Slow).GetAsyncEnumerator();
        Assert.True(await running.MoveNextAsync());
        await using var waiting = client.GetStreamingResponseAsync("Hello!", Greedy).GetAsyncEnumerator();
        Assert.True(await waiting.MoveNextAsync());
        Assert.IsType<GenerationUpdate.Queued>(waiting.Current.Step());
        var error = await Assert.ThrowsAsync<GenerationException>(() => client.GetResponseAsync("Hello!"));
        Assert.Equal(GenerationError.Busy, error.Error);
    }

    /// <summary>An answer that runs for half a minute, so that whoever comes meanwhile waits.</summary>
    private static ChatOptions Slow => new()
    {
        RawRepresentationFactory = _ => new GenerationOptions { Text = new SamplingOptions { MinNewTokens = 2000 }, Processors = [new Brake()] },
    };

    private static ChameleonEngineHost Host(EngineOptions options) =>
        new(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory, Engine = options });

    private static ChameleonEngine Engine(ChameleonEngineHost host) =>
        host.TryGetEngine(out var engine) ? engine : throw new InvalidOperationException("Not loaded.");

    /// <summary>Waits until nothing runs or waits and no cache is held.</summary>
    private static async Task SettledAsync(ChameleonEngineHost host)
    {
        var start = Stopwatch.GetTimestamp();
        while (Engine(host).Metrics is { RunningAnswers: > 0 } or { WaitingAnswers: > 0 } or { CacheBlocksInUse: > 0 })
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), $"Still held: {Engine(host).Metrics}");
            await Task.Delay(5);
        }
    }

    private sealed class CancelOnLoad(CancellationTokenSource cancellation) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => cancellation.Cancel();
    }

    private sealed class CancelOnFetch(CancellationTokenSource cancellation) : IPictureFetcher
    {
        public async ValueTask<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
        {
            await cancellation.CancelAsync();
            return Bytes("red-star.png");
        }
    }

    private sealed class Brake : ILogitsProcessor
    {
        public void Process(ReadOnlySpan<int> tokens, int promptLength, Span<float> logits) => Thread.Sleep(15);
    }
}
