using Chameleon.Hub;
using Chameleon.Hub.Tests;
using Chameleon.Web.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chameleon.Web.Tests.Models;

#pragma warning disable CA1001 // The runner calls DisposeAsync of IAsyncLifetime.
public sealed class PullDeskTests : IAsyncLifetime
{
    private static readonly HubReference Model = HubReference.Parse("owner/small");

    private readonly TemporaryFolder folder = new();
    private LoopbackHub hub = null!;
    private ModelHub models = null!;
    private PullDesk desk = null!;

    public async Task InitializeAsync()
    {
        hub = await LoopbackHub.StartAsync();
        hub.OfferAs("owner/small");
        models = new ModelHub(new HubOptions { Endpoint = hub.Address, CacheFolder = folder.Path });
        desk = new PullDesk(models, NullLogger<PullDesk>.Instance);
    }

    public async Task DisposeAsync()
    {
        await desk.DisposeAsync();
        models.Dispose();
        await hub.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_pull_goes_on_by_itself_and_stands_there_until_it_is_put_away()
    {
        var ended = Ended();
        desk.Start(Model);
        await ended;
        var pull = Assert.Single(desk.Pulls);
        Assert.Equal(PullState.Done, pull.State);
        Assert.Equal(pull.Progress.BytesTotal, pull.Progress.BytesDone);
        Assert.NotNull(ModelFinder.FindPulled(Model, folder.Path));

        desk.PutAway(pull);
        Assert.Empty(desk.Pulls);
    }

    [Fact]
    public async Task What_cannot_be_pulled_says_why_and_can_be_tried_again()
    {
        hub.Intercept = async context =>
        {
            await LoopbackHub.RefuseAsync(context, 403, "GatedRepo");
            return true;
        };
        var ended = Ended();
        desk.Start(Model);
        await ended;
        var pull = Assert.Single(desk.Pulls);
        Assert.Equal(PullState.Failed, pull.State);
        Assert.Contains("gated", pull.Problem, StringComparison.Ordinal);

        hub.Intercept = _ => Task.FromResult(false);
        ended = Ended();
        desk.Start(Model);
        await ended;
        Assert.Equal(PullState.Done, Assert.Single(desk.Pulls).State);
    }

    [Fact]
    public async Task A_pull_under_way_is_not_begun_twice_and_can_be_stopped()
    {
        var asked = new TaskCompletionSource();
        hub.Intercept = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        desk.Start(Model);
        await asked.Task;
        desk.Start(Model);
        var pull = Assert.Single(desk.Pulls);
        desk.PutAway(pull);
        Assert.Single(desk.Pulls);

        var ended = Ended();
        pull.Stop();
        await ended;
        Assert.Equal(PullState.Stopped, pull.State);
        pull.Stop();
        Assert.Single(hub.Requests);
    }

    [Fact]
    public async Task The_end_of_the_program_stops_what_is_pulled()
    {
        var asked = new TaskCompletionSource();
        hub.Intercept = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        desk.Start(Model);
        await asked.Task;
        var pull = Assert.Single(desk.Pulls);
        await desk.DisposeAsync();
        Assert.Equal(PullState.Stopped, pull.State);
        desk = new PullDesk(models, NullLogger<PullDesk>.Instance);
    }

    private Task Ended()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        desk.Changed += Look;
        return ended.Task;

        void Look()
        {
            if (desk.Pulls.Count > 0 && desk.Pulls.All(pull => pull.State != PullState.Running))
            {
                desk.Changed -= Look;
                ended.TrySetResult();
            }
        }
    }
}
