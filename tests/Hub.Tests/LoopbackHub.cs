using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Chameleon.Hub.Tests;

/// <summary>A hub of a test's own on this machine: lists, serves small files itself and leads to another server for large ones.</summary>
internal sealed class LoopbackHub : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly ConcurrentDictionary<string, Dictionary<string, byte[]>> repositories = new();
    private readonly ConcurrentDictionary<string, byte[]> stored = new();
    private readonly ConcurrentQueue<Asked> asked = new();
    private readonly WebApplication app;

    private LoopbackHub(WebApplication app) => this.app = app;

    /// <summary>Something that was asked.</summary>
    public sealed record Asked(string Method, string Path, string? Authorization, string? Range);

    public Uri Address => new(app.Urls.Single() + "/");

    public IReadOnlyList<Asked> Requests => [.. asked];

    /// <summary>Answers in place of the hub; true: it has answered.</summary>
    public Func<HttpContext, Task<bool>> Intercept { get; set; } = _ => Task.FromResult(false);

    /// <summary>Who serves large files; null: the hub itself.</summary>
    public LoopbackHub? Storage { get; set; }

    /// <summary>Writes what the list says of a file: name, size, hash.</summary>
    public Func<string, byte[], string> List { get; set; } = Listed;

    public static async Task<LoopbackHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hub = new LoopbackHub(builder.Build());
        hub.app.Run(hub.AnswerAsync);
        await hub.app.StartAsync();
        return hub;
    }

    public void Add(string repository, Dictionary<string, byte[]> files) => repositories[repository] = files;

    public static bool IsLarge(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal);

    public static string HashOf(string name, byte[] content) => IsLarge(name)
        ? Convert.ToHexStringLower(SHA256.HashData(content))
        : Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public static string Listed(string name, byte[] content) => IsLarge(name)
        ? $$"""{"rfilename":"{{name}}","size":{{content.Length}},"blobId":"{{new string('a', 40)}}","lfs":{"sha256":"{{HashOf(name, content)}}","size":{{content.Length}},"pointerSize":134} }"""
        : $$"""{"rfilename":"{{name}}","size":{{content.Length}},"blobId":"{{HashOf(name, content)}}"}""";

    public static async Task RefuseAsync(HttpContext context, int status, string? code)
    {
        if (code is not null)
        {
            context.Response.Headers["X-Error-Code"] = code;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync("{}");
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        asked.Enqueue(new(request.Method, request.Path + request.QueryString, request.Headers.Authorization, request.Headers.Range));
        if (await Intercept(context))
        {
            return;
        }

        string[] parts = request.Path.Value!.Trim('/').Split('/');
        await (parts switch
        {
            ["api", "models", var owner, var name, "revision", _] => ListAsync(context, $"{owner}/{name}"),
            [var owner, var name, "resolve", _, var file] => ResolveAsync(context, $"{owner}/{name}", file),
            ["stored", var hash] when stored.TryGetValue(hash, out var content) => ServeAsync(context, content),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, null),
        });
    }

    private async Task ListAsync(HttpContext context, string repository)
    {
        if (!repositories.TryGetValue(repository, out var files))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "RepoNotFound");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"id":"{{repository}}","sha":"{{Commit}}","siblings":[{{string.Join(',', files.Select(file => List(file.Key, file.Value)))}}]}""");
    }

    private async Task ResolveAsync(HttpContext context, string repository, string file)
    {
        if (!repositories.TryGetValue(repository, out var files) || !files.TryGetValue(file, out var content))
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "EntryNotFound");
            return;
        }

        var hash = HashOf(file, content);
        if (!IsLarge(file))
        {
            context.Response.Headers.ETag = $"\"{hash}\"";
            await ServeAsync(context, content);
            return;
        }

        var storage = Storage ?? this;
        storage.stored[hash] = content;
        context.Response.Headers["X-Linked-ETag"] = $"\"{hash}\"";
        context.Response.Headers["X-Linked-Size"] = $"{content.Length}";
        context.Response.Redirect(new Uri(storage.Address, $"stored/{hash}").ToString());
    }

    private static Task ServeAsync(HttpContext context, byte[] content) =>
        Results.Bytes(content, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context);
}
