using System.Diagnostics;
using System.Net;
using Chameleon.Web.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Api;

/// <summary>Sixteen programs at once that keep changing their minds. By itself, as it looks at the memory of the whole process.</summary>
[Collection(nameof(ByItself))]
public sealed class ManyClientsTests : IAsyncLifetime
{
    private const int Clients = 16;
    private const int Kinds = 4;
    private const int TwoAnswers = 1;
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    /// <summary>What the runtime may keep beside what the program needs: pools, caches, code compiled meanwhile.</summary>
    private const long Slack = 96 * 1024 * 1024;

    private readonly ApiSite site = new();

    public Task InitializeAsync() => site.InitializeAsync();

    public Task DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Case_45_every_request_of_sixteen_clients_ends_once_and_nothing_is_left_over()
    {
        // Once of each kind, so that what stays in memory for good is there before it is measured.
        foreach (var kind in Enumerable.Range(0, Kinds))
        {
            Assert.True(await AskAsync(kind, 0, CancellationToken.None));
        }

        await site.IdleAsync();
        var (before, memory) = (site.Engine.Metrics, Memory());
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunAsync(client, watch))));
        await site.IdleAsync();
        var limits = site.Services.GetRequiredService<CallerLimits>();
        while (limits.Running > 0)
        {
            await Task.Delay(5);
        }

        var after = site.Engine.Metrics;
        var (done, left) = (counts.Sum(count => count.Done), counts.Sum(count => count.Left));
        var ended = after.FinishedRequests + after.CancelledRequests - before.FinishedRequests - before.CancelledRequests;
        Assert.True(done > 0 && left > 0, $"{done} done, {left} left");
        Assert.Equal(0, after.FailedRequests - before.FailedRequests);
        Assert.True(after.FinishedRequests - before.FinishedRequests >= done, "Whoever was answered was answered by the engine.");
        Assert.InRange(ended, done, done + left);
        Assert.Equal((0, 0, 0), (after.RunningAnswers, after.WaitingAnswers, limits.Running));
        Assert.InRange(Memory(), 0, memory + Slack);

        // And it still answers.
        Assert.True(await AskAsync(0, 1, CancellationToken.None));
    }

    /// <returns>Answers that came whole, and those that were left.</returns>
    private async Task<(int Done, int Left)> RunAsync(int client, Stopwatch watch)
    {
        var (random, done, left) = (new Random(client), 0, 0);
        while (watch.Elapsed < Lasting || done + left == 0)
        {
            using var stop = new CancellationTokenSource();
            var kind = random.Next(Kinds);
            try
            {
                // Leaves at a line of the answer, not at a time.
                if (await AskAsync(kind, random.Next(4) == 0 ? 0 : random.Next(1, 12), stop.Token, stop))
                {
                    done += AnswersOf(kind);
                }
                else
                {
                    // What was left is still ending, and so many at once are enough.
                    await Task.Delay(20, CancellationToken.None);
                }
            }
            catch (OperationCanceledException)
            {
                left += AnswersOf(kind);
            }
        }

        return (done, left);
    }

    /// <param name="kind">What is asked.</param>
    /// <param name="leaveAt">Leaves after so many lines of the answer; 0: stays.</param>
    /// <param name="cancellationToken">Leaves.</param>
    /// <param name="stop">Cancelled on leaving.</param>
    /// <returns>False: it was refused at once.</returns>
    private async Task<bool> AskAsync(int kind, int leaveAt, CancellationToken cancellationToken, CancellationTokenSource? stop = null)
    {
        using var request = Request(kind);
        using var response = await site.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Assert.NotNull(response.Headers.RetryAfter);
            return false;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var lines = 0;
        while (await reader.ReadLineAsync(cancellationToken) is not null)
        {
            if (++lines == leaveAt && stop is not null)
            {
                await stop.CancelAsync();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    private static int AnswersOf(int kind) => kind == TwoAnswers ? 2 : 1;

    private HttpRequestMessage Request(int kind) => kind switch
    {
        0 => Chat("""{"role":"user","content":"What can you do?"}""", "\"stream\":true,\"max_tokens\":30"),
        TwoAnswers => Chat("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"STAR"}},{"type":"text","text":"What do you see?"}]}""".Replace("STAR", ApiSite.StarUri, StringComparison.Ordinal), "\"stream\":true,\"n\":2,\"max_tokens\":20"),
        2 => Chat("""{"role":"user","content":"What can you do?"}""", "\"max_tokens\":5"),
        _ => Chat("""{"role":"user","content":"Draw a star."}""", "\"stream\":true,\"mode\":\"picture\",\"max_tokens\":40"),
    };

    private HttpRequestMessage Chat(string message, string options) => new(HttpMethod.Post, $"{site.Address}/chat/completions")
    {
        Content = new StringContent($"{{\"messages\":[{message}],{options}}}", System.Text.Encoding.UTF8, "application/json"),
    };

    private static long Memory()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
