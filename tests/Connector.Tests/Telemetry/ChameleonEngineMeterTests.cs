using Chameleon.Connector.Telemetry;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Telemetry;

public sealed class ChameleonEngineMeterTests : IDisposable
{
    private readonly Collected collected = new(ChameleonEngineMeter.MeterName);
    private readonly string model = $"model-{Guid.NewGuid():N}";

    public void Dispose() => collected.Dispose();

    [Fact]
    public async Task The_meter_tells_what_the_engine_counts_once_it_is_loaded()
    {
        await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory, ModelId = model });
        Assert.Empty(Mine());

        var engine = await host.GetEngineAsync();
        await new ChameleonChatClient(host).GetResponseAsync("What do you see?", new ChatOptions { Seed = 1, MaxOutputTokens = 8 });

        var (told, counted) = (Mine(), engine.Metrics);
        Assert.Equal(counted.GeneratedTokens, told["chameleon.engine.tokens.generated"].Sum);
        Assert.Equal(counted.PromptTokens, told["chameleon.engine.tokens.prompt"].Sum);
        Assert.Equal(counted.Passes, told["chameleon.engine.passes"].Sum);
        Assert.Equal(1, told["chameleon.engine.requests.finished"].Sum);
        Assert.Equal(0, told["chameleon.engine.answers.running"].Sum);
        Assert.Equal(counted.CacheBlockLimit * counted.CacheBlockBytes, told["chameleon.engine.cache.limit"].Sum);
        Assert.Equal(counted.DeviceBytes, told["chameleon.engine.memory"].Sum);
        Assert.Equal("By", told["chameleon.engine.memory"].Unit);
        Assert.Equal(1, told["chameleon.engine.queue.time"].Count);
        Assert.Equal(1, told["chameleon.engine.time_to_first_token"].Count);
    }

    [Fact]
    public void The_times_of_an_answer_are_split_into_queue_prefill_and_decode()
    {
        using var meter = new ChameleonEngineMeter(() => model, () => null);

        meter.Saw(new GenerationUpdate.Finished(0, FinishReason.Stop, new GenerationUsage(100, 60, 5, 6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8))));

        var told = Mine();
        Assert.Equal(1, told["chameleon.engine.queue.time"].Sum);
        Assert.Equal(2, told["chameleon.engine.prefill.time"].Sum);
        Assert.Equal(3, told["chameleon.engine.time_to_first_token"].Sum);
        Assert.Equal(5, told["chameleon.engine.decode.time"].Sum);
        Assert.Equal(2, told["chameleon.engine.decode.rate"].Sum);
        Assert.Equal("{token}/s", told["chameleon.engine.decode.rate"].Unit);
    }

    [Fact]
    public void An_answer_without_tokens_has_waited_but_has_no_rate()
    {
        using var meter = new ChameleonEngineMeter(() => model, () => null);

        meter.Saw(new GenerationUpdate.Finished(0, FinishReason.Stop, new GenerationUsage(100, 0, 0, 0, TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromSeconds(1))));

        Assert.Equal("chameleon.engine.queue.time", Assert.Single(Mine()).Key);
    }

    [Fact]
    public async Task The_meter_goes_with_its_host()
    {
        var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory, ModelId = model });
        await host.GetEngineAsync();
        Assert.NotEmpty(Mine());

        await host.DisposeAsync();

        Mine();
        Assert.Empty(Mine());
    }

    /// <summary>Other tests' engines share the meter's name; the model's name tells them apart.</summary>
    private Dictionary<string, Collected.Series> Mine() =>
        collected.Measure().Where(series => model.Equals(series.Tags["chameleon.model"])).ToDictionary(series => series.Name);
}
