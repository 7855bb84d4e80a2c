using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Chameleon.Web.Tests.Api;

/// <summary>Whoever hangs up, or does not listen, holds nothing and nobody.</summary>
public sealed class HangUpTests(ApiSite site) : IClassFixture<ApiSite>
{
    [Theory]
    [InlineData("chat/completions", "\"stream\":false")]
    [InlineData("chat/completions", "\"n\":3")]
    [InlineData("completions", "\"n\":1")]
    [InlineData("images/generations", "\"n\":4")]
    [InlineData("images/generations", "\"stream\":true,\"partial_images\":3")]
    public async Task Case_43_whoever_hangs_up_frees_the_engine(string path, string options)
    {
        var before = site.Engine.Metrics;
        await HangUpAsync(path, options);

        var after = site.Engine.Metrics;
        Assert.Equal(0, after.FailedRequests - before.FailedRequests);
        Assert.True(after.CancelledRequests + after.FinishedRequests > before.CancelledRequests + before.FinishedRequests);
    }

    [Theory]
    [InlineData("chat/completions", "\"stream\":true")]
    [InlineData("chat/completions", "\"stream\":true,\"n\":3")]
    [InlineData("completions", "\"stream\":true")]
    public async Task Case_43_a_stream_that_nobody_listens_to_ends_in_its_middle(string path, string options)
    {
        var before = site.Engine.Metrics;
        site.Held.HoldAfter(1);
        await HangUpAsync(path, options);
        site.Held.Release();

        var after = site.Engine.Metrics;
        Assert.Equal((0, 0), (after.FailedRequests - before.FailedRequests, after.FinishedRequests - before.FinishedRequests));
        Assert.True(after.CancelledRequests > before.CancelledRequests);
    }

    [Fact]
    public async Task Case_44_a_reader_who_takes_nothing_keeps_nobody_waiting()
    {
        using var slow = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        await slow.ConnectAsync(site.Address.Host, site.Address.Port);
        var body = await Long("chat/completions", "\"stream\":true,\"n\":4").ReadAsStringAsync();
        var head = $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        var before = Ended;
        await slow.SendAsync(Encoding.UTF8.GetBytes(head + body));
        while (site.Engine.Metrics.RunningAnswers == 0 && Ended == before)
        {
            await Task.Delay(1);
        }

        var answer = await site.AskAsync("chat/completions", new { messages = new[] { new { role = "user", content = "Hi" } }, max_tokens = 3 });
        Assert.Equal(3, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        slow.Close();
        await site.IdleAsync();
    }

    private long Ended => site.Engine.Metrics.FinishedRequests + site.Engine.Metrics.CancelledRequests;

    private async Task HangUpAsync(string path, string options)
    {
        var before = Ended;
        using var stop = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Address}/{path}") { Content = Long(path, options) };
        var asking = site.Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, stop.Token);
        while (site.Engine.Metrics.RunningAnswers == 0 && !asking.IsCompleted)
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        try
        {
            using var response = await asking;
        }
        catch (OperationCanceledException)
        {
        }

        while (Ended == before)
        {
            await Task.Delay(1);
        }

        await site.IdleAsync();
    }

    /// <summary>What takes long enough to hang up in its middle.</summary>
    private StringContent Long(string path, string options)
    {
        var asked = path switch
        {
            "chat/completions" => "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":2000",
            "completions" => "\"prompt\":\"Hi\",\"max_tokens\":2000",
            _ => "\"prompt\":\"A star.\"",
        };
        var endless = path.StartsWith("images", StringComparison.Ordinal) ? "" : $",\"logit_bias\":{{\"{site.Engine.Tokenizer.Encode("star")[0]}\":100}}";
        return new StringContent($"{{{asked},{options}{endless}}}", Encoding.UTF8, "application/json");
    }
}
