using System.Net;
using System.Net.Sockets;
using Chameleon.Connector.Remote;
using Chameleon.Connector.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Remote;

/// <summary>Servers that fail, lie, hang or never end.</summary>
public sealed class RemoteFaultTests
{
    private static readonly ChameleonRemoteOptions Impatient = new() { RetryDelay = TimeSpan.Zero };

    [Theory]
    [InlineData(400, ChameleonRemoteFailure.Refused)]
    [InlineData(401, ChameleonRemoteFailure.Refused)]
    [InlineData(404, ChameleonRemoteFailure.Refused)]
    [InlineData(422, ChameleonRemoteFailure.Refused)]
    [InlineData(307, ChameleonRemoteFailure.Refused)]
    [InlineData(501, ChameleonRemoteFailure.ServerError)]
    public async Task What_will_not_change_is_not_tried_again(int status, ChameleonRemoteFailure expected)
    {
        await using var server = await WireServer.StartAsync(
            context => WireServer.JsonAsync(context, """{"error":{"message":"top_p must be at most 1","type":"invalid_request_error"}}""", status));

        var failure = await Fails(server, expected);

        Assert.Equal((HttpStatusCode)status, failure.StatusCode);
        Assert.Equal($"The engine at {server.Endpoint.Authority} answered with status {status}: top_p must be at most 1", failure.Message);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_tried_again_with_the_same_body(int status)
    {
        await using var server = await WireServer.StartAsync((count, context) => count < 2
            ? WireServer.JsonAsync(context, """{"error":"busy"}""", status)
            : WireServer.StreamAsync(context, WireServer.Text("at last"), WireServer.Stop, WireServer.Done));
        var log = new LogLines();
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", options: Impatient, loggerFactory: log);

        Assert.Equal("at last", (await client.GetResponseAsync("Hi")).Text);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
        Assert.Equal(2, log.All.Count);
        Assert.StartsWith("Try 1 failed; again in ", log.All[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_end_at_their_limit_and_the_last_failure_is_told()
    {
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, """{"detail":"still loading"}""", 503));

        var failure = await Fails(server, ChameleonRemoteFailure.Busy);
        var once = await Fails(server, ChameleonRemoteFailure.Busy, new() { MaxRetries = 0 });

        Assert.EndsWith("answered with status 503: still loading", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, once.Message);
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Thu, 01 Jan 1970 00:00:07 GMT")]
    public async Task A_server_that_wants_to_be_left_alone_is_left_alone_as_long(string retryAfter)
    {
        var time = new ManualTime();
        await using var server = await WireServer.StartAsync((count, context) =>
        {
            if (count > 0)
            {
                return WireServer.StreamAsync(context, WireServer.Text("at last"), WireServer.Stop, WireServer.Done);
            }

            context.Response.Headers.RetryAfter = retryAfter;
            return WireServer.JsonAsync(context, "{}", 429);
        });
        var log = new LogLines();
        using var client = Timed(server, new(), time, log);

        var asking = client.GetResponseAsync("Hi");
        while (log.All.Count == 0)
        {
            await Task.Delay(5);
        }

        Assert.StartsWith("Try 1 failed; again in 7 s.", Assert.Single(log.All).Text, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        await time.MoveUntilAsync(asking, TimeSpan.FromSeconds(1));
        Assert.Equal("at last", (await asking).Text);
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_too_long_is_told_to_the_caller()
    {
        await using var server = await WireServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return WireServer.JsonAsync(context, """{"error":{"message":"come back later"}}""", 429);
        });

        var failure = await Fails(server, ChameleonRemoteFailure.Busy);

        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.EndsWith("come back later It wants to be left alone for 3600 seconds.", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_host_that_takes_no_connection_is_tried_again_and_named()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var endpoint = new Uri($"http://{closed.LocalEndpoint}/v1");
        closed.Stop();
        var log = new LogLines();
        using var client = new ChameleonRemoteChatClient(endpoint, "big-model", options: Impatient, loggerFactory: log);

        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => client.GetResponseAsync("Hi"));

        Assert.Equal(ChameleonRemoteFailure.Unreachable, failure.Failure);
        Assert.StartsWith($"The engine at {endpoint.Authority} cannot be reached: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, log.All.Count);
    }

    [Fact]
    public async Task A_connection_that_ends_before_the_answer_is_tried_again()
    {
        await using var server = await WireServer.StartAsync((count, context) =>
        {
            if (count == 0)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return WireServer.StreamAsync(context, WireServer.Text("at last"), WireServer.Stop, WireServer.Done);
        });
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", options: Impatient);

        Assert.Equal("at last", (await client.GetResponseAsync("Hi")).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_cut_is_broken_off_and_never_tried_again(bool abort)
    {
        var begun = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(async context =>
        {
            await WireServer.StreamAsync(context, WireServer.Text("A red "));
            await begun.Task;
            if (abort)
            {
                context.Abort();
            }
        });
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", options: Impatient);
        var heard = "";

        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hi"))
            {
                heard += update.Text;
                begun.SetResult();
            }
        });

        Assert.Equal(ChameleonRemoteFailure.BrokenOff, failure.Failure);
        Assert.Equal("A red ", heard);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_error_in_the_middle_is_the_servers()
    {
        await using var server = await WireServer.StartAsync(WireServer.Text("A red "), """{"error":{"message":"out of memory\nat layer 7","code":500}}""");

        var failure = await Fails(server, ChameleonRemoteFailure.ServerError);

        Assert.EndsWith("failed in the middle of its answer: out of memory at layer 7", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"choices\":")]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{\"choices\":5}")]
    [InlineData("{\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}")]
    [InlineData("{\"choices\":[{\"delta\":{\"images\":\"x\"}}]}")]
    public async Task Pieces_that_are_no_pieces_are_malformed(string piece)
    {
        await using var server = await WireServer.StartAsync(WireServer.Text("A"), piece, WireServer.Stop, WireServer.Done);

        await Fails(server, ChameleonRemoteFailure.Malformed);
    }

    [Theory]
    [InlineData("text/html", "<html><body>Welcome to nginx</body></html>")]
    [InlineData("text/plain", "hello")]
    [InlineData("application/json", "<html>")]
    [InlineData("application/json", "{\"choices\":[")]
    public async Task A_page_is_no_answer(string type, string body)
    {
        await using var server = await WireServer.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        });

        var failure = await Fails(server, ChameleonRemoteFailure.Malformed);

        Assert.DoesNotContain("nginx", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_is_cut_cleaned_and_free_of_the_key()
    {
        await using var server = await WireServer.StartAsync((count, context) => count switch
        {
            0 => WireServer.JsonAsync(context, """{"error":{"message":"Incorrect API key provided: sk-secret-1. \u001b[31m\r\ninfo: forged line"}}""", 401),
            1 => WireServer.JsonAsync(context, $$$"""{"error":{"message":"{{{new string('x', 5000)}}}"}}""", 400),
            2 => WireServer.JsonAsync(context, "<html><body>sk-secret-1</body></html>", 400),
            3 => WireServer.JsonAsync(context, "plain sk-secret-1 words", 400),
            _ => WireServer.JsonAsync(context, "", 400),
        });
        var log = new LogLines();
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", "sk-secret-1", Impatient, log);
        List<string> messages = [];
        for (var i = 0; i < 5; i++)
        {
            messages.Add((await Assert.ThrowsAsync<ChameleonRemoteException>(() => client.GetResponseAsync("Hi"))).Message);
        }

        Assert.EndsWith("Incorrect API key provided: [key]. \\u001B[31m info: forged line", messages[0], StringComparison.Ordinal);
        Assert.InRange(messages[1].Length, 500, 600);
        Assert.EndsWith("status 400: (a web page)", messages[2], StringComparison.Ordinal);
        Assert.EndsWith("status 400: plain [key] words", messages[3], StringComparison.Ordinal);
        Assert.EndsWith("answered with status 400.", messages[4], StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", log.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_in_no_part_of_a_failure()
    {
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, """{"error":"sk-secret-1"}""", 500));
        var log = new LogLines();
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", "sk-secret-1", Impatient, log);

        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => client.GetResponseAsync("Hi"));

        Assert.DoesNotContain("sk-secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", log.Everything, StringComparison.Ordinal);
        Assert.NotEmpty(log.All);
    }

    [Fact]
    public async Task An_error_without_end_is_read_to_a_limit()
    {
        await using var server = await WireServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
            }
        });

        var failure = await Fails(server, ChameleonRemoteFailure.Refused);

        Assert.InRange(failure.Message.Length, 500, 600);
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("text/event-stream", false)]
    [InlineData("application/json", true)]
    public async Task An_answer_without_end_ends_at_a_limit(string type, bool onePiece)
    {
        await using var server = await WireServer.StartAsync(async context =>
        {
            context.Response.ContentType = type;
            var text = onePiece ? new string('x', 10_000) : $"data: {WireServer.Text(new string('x', 10_000))}\n\n";
            await context.Response.WriteAsync(onePiece ? type == "application/json" ? "\"" : "data: " : "", context.RequestAborted);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(text, context.RequestAborted);
            }
        });

        var failure = await Fails(server, ChameleonRemoteFailure.TooLarge, new() { MaxPieceBytes = onePiece ? 100_000 : 50_000, MaxAnswerBytes = onePiece ? 10_000_000 : 100_000 });

        Assert.Contains("100000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_begins_is_left_after_the_time()
    {
        var time = new ManualTime();
        await using var server = await WireServer.StartAsync(context => Forever(context));
        using var client = Timed(server, new(), time);

        var asking = client.GetResponseAsync("Hi");
        await time.MoveUntilAsync(asking.ContinueWith(_ => { }, TaskScheduler.Default), TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => asking);
        Assert.Equal(ChameleonRemoteFailure.TooSlow, failure.Failure);
        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.EndsWith("sent nothing for 300 seconds, which is the limit.", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(": still here\n\n")]
    [InlineData("x")]
    public async Task A_server_that_goes_quiet_or_drips_is_left_after_the_time(string drip)
    {
        var time = new ManualTime();
        await using var server = await WireServer.StartAsync(async context =>
        {
            await WireServer.StreamAsync(context, WireServer.Text("A red "));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(drip, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(10, context.RequestAborted);
            }
        });
        using var client = Timed(server, new(), time);
        await using var updates = client.GetStreamingResponseAsync("Hi").GetAsyncEnumerator();

        Assert.True(await updates.MoveNextAsync());
        time.Move(TimeSpan.FromHours(1));
        var next = updates.MoveNextAsync().AsTask();
        await time.MoveUntilAsync(next.ContinueWith(_ => { }, TaskScheduler.Default), TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => next);
        Assert.Equal(ChameleonRemoteFailure.TooSlow, failure.Failure);
        Assert.EndsWith("sent nothing more for 120 seconds, which is the limit.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_that_the_caller_takes_does_not_count()
    {
        var time = new ManualTime();
        var slept = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(async context =>
        {
            await WireServer.StreamAsync(context, WireServer.Text("A red "));
            await slept.Task;
            await WireServer.StreamAsync(context, WireServer.Text("star."), WireServer.Stop, WireServer.Done);
        });
        using var client = Timed(server, new(), time);
        var heard = "";

        await foreach (var update in client.GetStreamingResponseAsync("Hi"))
        {
            heard += update.Text;
            time.Move(TimeSpan.FromHours(1));
            slept.TrySetResult();
        }

        Assert.Equal("A red star.", heard);
    }

    [Fact]
    public async Task Cancelling_before_the_answer_asks_nobody_again()
    {
        using var source = new CancellationTokenSource();
        await using var server = await WireServer.StartAsync(async context =>
        {
            await source.CancelAsync();
            await Forever(context);
        });
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", options: Impatient);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hi", cancellationToken: source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hi", cancellationToken: source.Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_in_the_middle_is_a_cancellation_and_frees_the_server()
    {
        var freed = new TaskCompletionSource();
        using var source = new CancellationTokenSource();
        await using var server = await WireServer.StartAsync(context => StreamForever(context, freed));
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hi", cancellationToken: source.Token))
            {
                await source.CancelAsync();
            }
        });

        await freed.Task;
    }

    [Fact]
    public async Task Leaving_early_frees_the_server()
    {
        var freed = new TaskCompletionSource();
        await using var server = await WireServer.StartAsync(context => StreamForever(context, freed));
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model");

        await foreach (var update in client.GetStreamingResponseAsync("Hi"))
        {
            break;
        }

        await freed.Task;
    }

    [Fact]
    public async Task A_list_of_models_that_is_none_is_malformed()
    {
        await using var server = await WireServer.StartAsync((count, context) => count == 0
            ? WireServer.JsonAsync(context, "{}")
            : WireServer.StreamAsync(context, "{}"));
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model");

        for (var i = 0; i < 2; i++)
        {
            var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => client.ListModelsAsync());
            Assert.Equal(ChameleonRemoteFailure.Malformed, failure.Failure);
        }
    }

    private static async Task<ChameleonRemoteException> Fails(WireServer server, ChameleonRemoteFailure expected, ChameleonRemoteOptions? options = null)
    {
        using var client = new ChameleonRemoteChatClient(server.Endpoint, "big-model", options: options ?? Impatient);
        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => client.GetResponseAsync("Hi"));
        Assert.Equal(expected, failure.Failure);
        return failure;
    }

    private static ChameleonRemoteChatClient Timed(WireServer server, ChameleonRemoteOptions options, ManualTime time, LogLines? log = null) =>
        new(ChameleonRemoteChatClient.Connect(server.Endpoint, apiKey: null, options, log, time), "big-model", time);

    private static async Task Forever(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }

    private static async Task StreamForever(HttpContext context, TaskCompletionSource freed)
    {
        await WireServer.StreamAsync(context, WireServer.Text("A red "));
        await Forever(context);
        freed.SetResult();
    }
}
