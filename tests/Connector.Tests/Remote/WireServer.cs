using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Tests.Remote;

/// <summary>A real server on loopback that speaks, or breaks, OpenAI's protocol as a test wants.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Request> requests = new();

    private WireServer(WebApplication app) => this.app = app;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<Request> Requests => [.. requests];

    /// <summary>The body of the only request.</summary>
    public string Body => Assert.Single(requests).Body;

    public Uri Endpoint => new(app.Urls.First() + "/v1");

    public static Task<WireServer> StartAsync(params string[] pieces) => StartAsync(context => StreamAsync(context, pieces));

    /// <summary>A server that answers differently each time.</summary>
    public static Task<WireServer> StartAsync(Func<int, HttpContext, Task> answer)
    {
        var count = -1;
        return StartAsync(context => answer(Interlocked.Increment(ref count), context));
    }

    public static async Task<WireServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new WireServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            server.requests.Enqueue(new Request(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body));
            await answer(context);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>The pieces as server-sent events, each told at once.</summary>
    public static async Task StreamAsync(HttpContext context, params string[] pieces)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
        }

        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync($"data: {piece}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    public static Task JsonAsync(HttpContext context, string json, int status = 200)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        return context.Response.WriteAsync(json);
    }

    /// <summary>A piece with this delta.</summary>
    public static string Delta(string delta, string finish = "null") =>
        """{"id":"chatcmpl-7","object":"chat.completion.chunk","created":1763745000,"model":"big-model-v2","choices":[{"index":0,"delta":{"""
        + $"{delta}}},\"finish_reason\":{finish}}}]}}";

    public static string Text(string text) => Delta($"\"content\":{System.Text.Json.JsonSerializer.Serialize(text)}");

    public const string Stop = """{"id":"chatcmpl-7","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public const string Usage = """{"id":"chatcmpl-7","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":4,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":8,"image_tokens":2},"completion_tokens_details":{"reasoning_tokens":1}}}""";

    public const string Done = "[DONE]";

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public sealed record Request(string Method, string Path, Dictionary<string, string> Headers, string Body);
}
