using System.Collections.Concurrent;
using Chameleon.Connector.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Chameleon.Connector.Tests.Telemetry;

/// <summary>The decorators around the real model.</summary>
public sealed class DecoratedModelTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private static readonly ChatOptions Options = new() { Seed = 3, Temperature = 0, MaxOutputTokens = 40 };

    [Fact]
    public async Task The_answer_is_the_same_with_and_without_them()
    {
        var source = $"Tests.{Guid.NewGuid():N}";
        using var collected = new Collected(source);
        var bare = new ChameleonChatClient(demo.Host);
        using var decorated = new ChameleonChatClient(demo.Host)
            .WithOpenTelemetry(source, traced => traced.EnableSensitiveData = true)
            .WithLogging((ILogger)new LogLines(), logging => logging.EnableSensitiveData = true);
        ChatMessage[] prompt =
        [
            new(ChatRole.User,
            [
                new DataContent(await File.ReadAllBytesAsync(Path.Combine(Golden.RepositoryRoot, "samples", "red-star.png")), "image/png"),
                new TextContent("What do you see in this image?"),
            ]),
        ];

        var expected = await bare.GetResponseAsync(prompt, Options);
        var streamed = await decorated.GetStreamingResponseAsync(prompt, Options).ToChatResponseAsync();
        var whole = await decorated.GetResponseAsync(prompt, Options);

        Assert.NotEmpty(expected.Text);
        Assert.Equal(expected.Text, streamed.Text);
        Assert.Equal(expected.Text, whole.Text);
        Assert.All(collected.Spans, span =>
        {
            Assert.Equal("chameleon", span.GetTagItem("gen_ai.provider.name"));
            Assert.Equal($"chat {demo.Host.ModelId}", span.DisplayName);
            Assert.Equal(expected.Usage!.OutputTokenCount, span.GetTagItem("gen_ai.usage.output_tokens"));
            Assert.Contains(expected.Text, (string)span.GetTagItem("gen_ai.output.messages")!, StringComparison.Ordinal);
        });
        Assert.Equal(2, collected.Spans.Count);
    }

    [Fact]
    public void The_model_stays_reachable_through_them()
    {
        using var decorated = new ChameleonChatClient(demo.Host).WithOpenTelemetry().WithLogging((ILogger)new LogLines());

        Assert.IsType<ChameleonChatClient>(decorated.GetService<ChameleonChatClient>());
        Assert.Same(demo.Host, decorated.GetService<ChameleonEngineHost>());
        Assert.Equal(demo.Host.ModelId, decorated.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact]
    public async Task What_they_tell_arrives_at_a_collector_over_OTLP()
    {
        var received = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var text = System.Text.Encoding.Latin1.GetString(body.ToArray());
            received.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        });
        await app.StartAsync();
        var collector = app.Urls.First();
        var source = $"Tests.{Guid.NewGuid():N}";
        using var tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(source)
            .AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol) = (new Uri($"{collector}/v1/traces"), OtlpExportProtocol.HttpProtobuf))
            .Build();
        using var meter = Sdk.CreateMeterProviderBuilder()
            .AddMeter(source)
            .AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol) = (new Uri($"{collector}/v1/metrics"), OtlpExportProtocol.HttpProtobuf))
            .Build();
        using var client = new ChameleonChatClient(demo.Host).WithOpenTelemetry(source);

        await client.GetResponseAsync("What can you do?", Options);
        Assert.True(tracer.ForceFlush());
        Assert.True(meter.ForceFlush());

        Assert.Contains($"chat {demo.Host.ModelId}", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("gen_ai.usage.output_tokens", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("gen_ai.client.token.usage", received["/v1/metrics"], StringComparison.Ordinal);
    }
}
