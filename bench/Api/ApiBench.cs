using System.Diagnostics;
using System.Globalization;
using System.Text;
using Chameleon.Connector;
using Chameleon.Engine.Tests;
using Chameleon.Web.Access;
using Chameleon.Web.Api;
using Chameleon.Web.Data;
using Chameleon.Web.Hosting;
using Chameleon.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chameleon.Bench.Api;

/// <summary>What a request costs over the API beside what the same costs the chat client, in pairs, on one machine.</summary>
internal static class ApiBench
{
    private const int Warmup = 30;
    private const int Pairs = 200;
    private const string Words = "What can you do?";

    /// <summary>Measures and prints.</summary>
    /// <param name="model">Folder of the model.</param>
    public static async Task RunAsync(string model)
    {
        using var folder = new TemporaryFolder();
        var options = new WebOptions { Model = model, Data = folder.Path, Port = 0 };
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.ListenSafely(options);
        builder.AddChameleonWeb(options, await DataStore.OpenAsync(folder.Path));
        await using var app = builder.Build();

        // What a request to the API passes through; the pages' own files are not here.
        app.UseSecurityHeaders();
        app.UseSameOriginOnly();
        app.UseAccess(options);
        app.UseApiErrors();
        app.UseApiAccess();
        app.MapApi();
        await app.StartAsync();
        await app.Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var client = app.Services.GetRequiredService<IChatClient>();
        foreach (var tokens in new[] { 1, 20 })
        {
            foreach (var isStreamed in new[] { false, true })
            {
                await MeasureAsync(client, http, tokens, isStreamed);
            }
        }

        await app.StopAsync();
    }

    private static async Task MeasureAsync(IChatClient client, HttpClient http, int tokens, bool isStreamed)
    {
        var (own, far) = (new List<double>(), new List<double>());
        for (var i = 0; i < Warmup + Pairs; i++)
        {
            // Who comes first finds the caches colder: they take turns.
            for (var turn = 0; turn < 2; turn++)
            {
                var isFar = (i + turn) % 2 == 0;
                var watch = Stopwatch.GetTimestamp();
                await (isFar ? PostAsync(http, tokens, isStreamed) : CallAsync(client, tokens, isStreamed));
                if (i >= Warmup)
                {
                    (isFar ? far : own).Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
                }
            }
        }

        List<double> added = [.. far.Zip(own, (one, other) => one - other).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tokens,3} tokens, {(isStreamed ? "streamed" : "whole   ")}: /v1 adds {Middle(added):0.00} ms (half of {Pairs} pairs within {added[Pairs / 4]:0.00} to {added[Pairs * 3 / 4]:0.00}) to {Middle([.. own.Order()]):0.00} ms"));
    }

    private static async Task CallAsync(IChatClient client, int tokens, bool isStreamed)
    {
        ChatMessage[] messages = [new(ChatRole.User, Words)];
        var options = new ChatOptions { MaxOutputTokens = tokens, Temperature = 0 };
        if (!isStreamed)
        {
            await client.GetResponseAsync(messages, options);
            return;
        }

        await foreach (var update in client.GetStreamingResponseAsync(messages, options))
        {
        }
    }

    private static async Task PostAsync(HttpClient http, int tokens, bool isStreamed)
    {
        var body = $$"""{"messages":[{"role":"user","content":"{{Words}}"}],"max_tokens":{{tokens}},"temperature":0,"stream":{{(isStreamed ? "true" : "false")}}}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }

    private static double Middle(List<double> sorted) => sorted[sorted.Count / 2];
}
