using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests;

public sealed class ChameleonEngineHostTests
{
    private static ChameleonEngineHostOptions Demo => new() { ModelDirectory = DemoHost.ModelDirectory };

    private static ChameleonEngineHostOptions Other => new() { ModelDirectory = Golden.Path("chameleon", "bf16-sharded") };

    [Fact]
    public async Task The_first_who_asks_loads_and_all_get_the_same_engine()
    {
        await using var host = new ChameleonEngineHost(Demo);
        Assert.False(host.TryGetEngine(out _));
        Assert.Null(host.Progress);
        var engines = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.GetEngineAsync().AsTask()));
        Assert.Single(engines.Distinct());
        Assert.True(host.TryGetEngine(out var loaded));
        Assert.Same(engines[0], loaded);
        Assert.Equal(LoadStage.Ready, host.Progress?.Stage);
    }

    [Fact]
    public async Task Progress_goes_to_whoever_wants_it_from_the_first_to_the_last_tensor()
    {
        var reports = new Reports();
        var options = Demo;
        options.Progress = reports;
        await using var host = new ChameleonEngineHost(options);
        await host.GetEngineAsync();
        Assert.Equal(LoadStage.Opening, reports.All[0].Stage);
        Assert.Equal(LoadStage.Ready, reports.All[^1].Stage);
        Assert.Equal(reports.All[^1].TensorsTotal, reports.All[^1].TensorsDone);
        Assert.Equal(reports.All, reports.All.OrderBy(report => report.BytesDone));
    }

    [Fact]
    public void The_model_is_named_by_its_folder_or_as_its_owner_says()
    {
        using var byFolder = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory + "/" });
        Assert.Equal("chameleon-tiny", byFolder.ModelId);
        using var named = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = "anywhere", ModelId = "meta/chameleon" });
        Assert.Equal("meta/chameleon", named.ModelId);
    }

    [Fact]
    public void A_host_needs_a_folder()
    {
        Assert.Throws<ArgumentNullException>(() => new ChameleonEngineHost((ChameleonEngineHostOptions)null!));
        Assert.Throws<ArgumentNullException>(() => new ChameleonEngineHost((ChameleonEngine)null!));
        Assert.Throws<ArgumentException>(() => new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = " " }));
    }

    [Fact]
    public async Task Loading_that_failed_is_tried_again()
    {
        using var folder = new TemporaryFolder();
        var model = Path.Combine(folder.Path, "model");
        await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = model });
        await Assert.ThrowsAnyAsync<IOException>(async () => await host.GetEngineAsync());
        Directory.CreateSymbolicLink(model, DemoHost.ModelDirectory);
        Assert.True((await host.GetEngineAsync()).Info.CanDraw);
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_stop_the_loading_for_others()
    {
        using var cancellation = new CancellationTokenSource();
        var options = Demo;
        options.Progress = new Blocking(cancellation);
        await using var host = new ChameleonEngineHost(options);
        var impatient = host.GetEngineAsync(cancellation.Token).AsTask();
        var patient = host.GetEngineAsync().AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.NotNull(await patient);
    }

    [Fact]
    public async Task A_disposed_host_ends_what_runs_and_gives_no_engine()
    {
        var host = new ChameleonEngineHost(Demo);
        var engine = await host.GetEngineAsync();
        var updates = engine.GenerateAsync([new PromptPart.Text("Hello!"), new PromptPart.EndOfTurn()], new GenerationOptions { Text = new SamplingOptions { MinNewTokens = 500 } });
        await using var reader = updates.GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await host.DisposeAsync();
        await host.DisposeAsync();
        var error = await Assert.ThrowsAsync<GenerationException>(async () =>
        {
            while (await reader.MoveNextAsync())
            {
            }
        });
        Assert.Equal(GenerationError.Disposed, error.Error);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await host.GetEngineAsync());
        Assert.False(host.TryGetEngine(out _));
    }

    [Fact]
    public async Task Disposing_while_it_loads_ends_the_loading()
    {
        using var reached = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var options = Demo;
        options.Progress = new Gate(reached, go);
        var host = new ChameleonEngineHost(options);
        var waiting = host.GetEngineAsync().AsTask();
        await Task.Run(reached.Wait);
        var disposal = host.DisposeAsync().AsTask();
        go.Set();
        await disposal;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [Fact]
    public async Task Another_model_takes_the_place_and_callers_go_on()
    {
        await using var host = new ChameleonEngineHost(Demo);
        var client = new ChameleonChatClient(host);
        var first = await host.GetEngineAsync();
        await client.GetResponseAsync("Hello!");
        await host.ReplaceAsync(Other);
        Assert.False(host.TryGetEngine(out _));
        Assert.Equal("bf16-sharded", host.ModelId);

        var answer = await client.GetResponseAsync("Hello!", new() { MaxOutputTokens = 4 });
        Assert.Equal("bf16-sharded", answer.ModelId);
        Assert.Equal("bf16-sharded", ((ChatClientMetadata)client.GetService(typeof(ChatClientMetadata))!).DefaultModelId);
        Assert.NotSame(first, await host.GetEngineAsync());
        Assert.Equal(0, first.Metrics.DeviceBytes);
    }

    [Fact]
    public async Task What_runs_while_the_model_is_replaced_ends_and_says_so()
    {
        await using var host = new ChameleonEngineHost(Demo);
        var engine = await host.GetEngineAsync();
        var updates = engine.GenerateAsync([new PromptPart.Text("Hello!"), new PromptPart.EndOfTurn()], new GenerationOptions { Text = new SamplingOptions { MinNewTokens = 500 } });
        await using var reader = updates.GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await host.UnloadAsync();
        var error = await Assert.ThrowsAsync<GenerationException>(async () =>
        {
            while (await reader.MoveNextAsync())
            {
            }
        });
        Assert.Equal(GenerationError.Disposed, error.Error);
        Assert.NotSame(engine, await host.GetEngineAsync());
        Assert.Equal("chameleon-tiny", host.ModelId);
    }

    [Fact]
    public async Task Who_waits_for_a_model_that_is_replaced_gets_the_other_one()
    {
        using var reached = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var options = Demo;
        options.Progress = new Gate(reached, go);
        await using var host = new ChameleonEngineHost(options);
        var waiting = host.GetEngineAsync().AsTask();
        await Task.Run(reached.Wait);
        var replaced = host.ReplaceAsync(Other);
        var other = host.GetEngineAsync().AsTask();
        Assert.False(other.IsCompleted);
        go.Set();
        await replaced;
        Assert.Same(await other, await waiting);
        Assert.Equal(Other.ModelDirectory, (await waiting).Info.Directory);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_leaves_the_place_for_the_next()
    {
        await using var host = new ChameleonEngineHost(Demo);
        await host.ReplaceAsync(new ChameleonEngineHostOptions { ModelDirectory = "/nowhere" });
        await Assert.ThrowsAnyAsync<IOException>(async () => await host.GetEngineAsync());
        await host.ReplaceAsync(Demo);
        Assert.True((await host.GetEngineAsync()).Info.CanDraw);
    }

    [Fact]
    public async Task Models_that_come_and_go_leave_no_memory_behind()
    {
        await using var host = new ChameleonEngineHost(Demo);
        var engines = new List<ChameleonEngine>();
        for (var i = 0; i < 4; i++)
        {
            engines.Add(await host.GetEngineAsync());
            await (i % 2 == 0 ? host.ReplaceAsync(Other) : host.ReplaceAsync(Demo));
        }

        Assert.All(engines, engine => Assert.Equal(0, engine.Metrics.DeviceBytes));
        Assert.Equal(4, engines.Distinct().Count());
    }

    [Fact]
    public async Task A_host_that_was_given_its_engine_cannot_unload_it_and_takes_another_model_all_the_same()
    {
        var engine = await ChameleonEngine.LoadAsync(DemoHost.ModelDirectory);
        await using var host = new ChameleonEngineHost(engine);
        await Assert.ThrowsAsync<InvalidOperationException>(host.UnloadAsync);
        await host.ReplaceAsync(Other);
        await host.UnloadAsync();
        Assert.Equal(Other.ModelDirectory, (await host.GetEngineAsync()).Info.Directory);
    }

    [Fact]
    public async Task A_disposed_host_takes_no_other_model()
    {
        var host = new ChameleonEngineHost(Demo);
        await host.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.ReplaceAsync(Other));
        await Assert.ThrowsAsync<ObjectDisposedException>(host.UnloadAsync);
    }

    private sealed class Reports : IProgress<LoadProgress>
    {
        private readonly List<LoadProgress> all = [];

        public IReadOnlyList<LoadProgress> All
        {
            get
            {
                lock (all)
                {
                    return [.. all];
                }
            }
        }

        public void Report(LoadProgress value)
        {
            lock (all)
            {
                all.Add(value);
            }
        }
    }

    private sealed class Blocking(CancellationTokenSource cancellation) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => cancellation.Cancel();
    }

    private sealed class Gate(ManualResetEventSlim reached, ManualResetEventSlim go) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            reached.Set();
            go.Wait();
        }
    }
}
