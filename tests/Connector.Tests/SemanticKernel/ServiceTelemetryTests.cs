using System.Diagnostics.Metrics;
using Chameleon.Connector.Tests.Telemetry;
using Chameleon.SemanticKernel;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;

namespace Chameleon.Connector.Tests.SemanticKernel;

public sealed class ServiceTelemetryTests(DemoHost demo) : IClassFixture<DemoHost>
{
    [Fact]
    public async Task A_request_through_Semantic_Kernel_is_a_span_of_the_models_name()
    {
        var host = new ChameleonEngineHost(await demo.Host.GetEngineAsync(), Guid.NewGuid().ToString());
        using var collected = new Collected(ChameleonChatCompletionService.TelemetrySourceName);
        using IDisposable disposable = new ChameleonChatCompletionService(host);
        await ((IChatCompletionService)disposable).GetChatMessageContentAsync("Hello!", Greedy);
        await ((IChatCompletionService)disposable).GetStreamingChatMessageContentsAsync("Hello!", Greedy).ToListAsync();
        var spans = collected.Spans.Where(span => span.DisplayName == $"chat {host.ModelId}").ToArray();
        Assert.Equal(2, spans.Length);
        Assert.All(spans, span => Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name")));
        Assert.All(spans, span => Assert.NotNull(span.GetTagItem("gen_ai.usage.input_tokens")));
    }

    [Fact]
    public async Task Tokens_are_counted_by_model()
    {
        var host = new ChameleonEngineHost(await demo.Host.GetEngineAsync(), Guid.NewGuid().ToString());
        var counted = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ChameleonChatCompletionService.TelemetrySourceName && instrument.Unit == "{token}" && instrument is Counter<long>)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if ((tag.Value as string) == host.ModelId)
                {
                    lock (counted)
                    {
                        counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + value;
                    }
                }
            }
        });
        listener.Start();
        var service = new ChameleonChatCompletionService(host);
        var reply = await service.GetChatMessageContentAsync("Hello!", Greedy);
        await service.GetStreamingChatMessageContentsAsync("Hello!", Greedy).ToListAsync();
        var usage = ((ChameleonMetadata)reply.Metadata!).Usage!;
        Assert.Equal(2 * usage.InputTokenCount, counted["chameleon.semantickernel.tokens.prompt"]);
        Assert.Equal(2 * usage.OutputTokenCount, counted["chameleon.semantickernel.tokens.completion"]);
        Assert.Equal(2 * usage.TotalTokenCount, counted["chameleon.semantickernel.tokens.total"]);
    }

    [Fact]
    public async Task The_log_tells_tokens_and_not_what_was_said()
    {
        using var log = new LogLines();
        var service = new ChameleonChatCompletionService(demo.Host, loggerFactory: log);
        await service.GetChatMessageContentAsync("my secret wish", Greedy);
        Assert.Contains("Prompt tokens: ", log.Everything);
        Assert.DoesNotContain("secret", log.Everything);
        Assert.Equal(typeof(ChameleonChatCompletionService).FullName, log.Category);
    }

    [Fact]
    public async Task Semantic_Kernel_finds_the_usage_where_it_looks_for_it()
    {
        var counted = 0L;
        var function = $"f{Guid.NewGuid():N}";
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith("semantic_kernel.function.invocation.token_usage", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Count(value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Count(value, tags));
        listener.Start();
        var kernel = Kernel(demo.Host);
        var result = await kernel.InvokeAsync(KernelFunctionFactory.CreateFromPrompt("Hello!", Greedy, function));
        Assert.Equal(((ChameleonMetadata)result.Metadata!).Usage!.TotalTokenCount, Interlocked.Read(ref counted));

        void Count(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if ((tag.Value as string) == function)
                {
                    Interlocked.Add(ref counted, value);
                }
            }
        }
    }
}
