using Chameleon.Web.Hosting;
using Chameleon.Web.Tests.Data;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chameleon.Web.Tests.Hosting;

public sealed class DataKeeperTests
{
    [Fact]
    public async Task What_was_deleted_long_ago_goes_for_good_when_the_program_starts()
    {
        await using var store = await TestStore.OpenAsync();
        var old = await store.CreateAsync("old");
        await store.Chats.DeleteAsync(TestStore.Ann, old);
        store.Time.Advance(DataKeeper.Grace);
        var recent = await store.CreateAsync("recent");
        await store.Chats.DeleteAsync(TestStore.Ann, recent);

        using var clock = new Waiting();
        using var keeper = new DataKeeper(store.Store, clock, NullLogger<DataKeeper>.Instance);
        await keeper.StartAsync(CancellationToken.None);
        await clock.Reached;
        await Assert.ThrowsAsync<KeyNotFoundException>(() => store.Chats.RestoreAsync(TestStore.Ann, old));
        await store.Chats.RestoreAsync(TestStore.Ann, recent);
        await keeper.StopAsync(CancellationToken.None);
    }

    /// <summary>A clock that tells when somebody begins to wait for the next day.</summary>
    private sealed class Waiting : TimeProvider, IDisposable
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            reached.TrySetResult();
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => reached.TrySetCanceled();
    }
}
