using System.Net;
using Microsoft.AspNetCore.Http;

namespace Chameleon.Hub.Tests.Pulling;

/// <summary>Lines that break, hubs that are tired, and who pulls at the same time.</summary>
public class InterruptionTests
{
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task A_file_that_breaks_off_goes_on_where_it_ended()
    {
        await using var world = await HubWorld.CreateAsync();
        var breaks = 3;
        world.Storage.Intercept = context => CutAsync(world, context, 100_000, () => Interlocked.Decrement(ref breaks) >= 0);
        await world.PullAsync();
        Assert.Equal(world.Files[Weights], await File.ReadAllBytesAsync(Path.Combine(world.Snapshot, Weights)));
        var ranges = world.Storage.Requests.Select(request => request.Range).ToList();
        Assert.Null(ranges[0]);
        Assert.All(ranges.Skip(1), range => Assert.Matches("^bytes=[12]00000-$|^bytes=299999-$", range));
    }

    [Fact]
    public async Task A_pull_that_ended_goes_on_in_the_next_one()
    {
        await using var world = await HubWorld.CreateAsync();
        await Seed(world, world.Files[Weights][..123_456]);
        var pulled = await world.PullAsync();
        Assert.Equal("bytes=123456-", Assert.Single(world.Storage.Requests).Range);
        Assert.Equal(pulled.Bytes - 123_456, pulled.Fetched);
        Assert.False(File.Exists(world.Part(Weights)));
    }

    [Fact]
    public async Task A_beginning_of_another_time_is_thrown_away()
    {
        await using var world = await HubWorld.CreateAsync();
        await Seed(world, new byte[1000]);
        await world.PullAsync();
        Assert.Equal(world.Files[Weights], await File.ReadAllBytesAsync(Path.Combine(world.Snapshot, Weights)));
        Assert.Equal(["bytes=1000-", null], world.Storage.Requests.Select(request => request.Range));
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_thrown_away()
    {
        await using var world = await HubWorld.CreateAsync();
        await Seed(world, new byte[400_000]);
        await world.PullAsync();
        Assert.Null(Assert.Single(world.Storage.Requests).Range);
    }

    [Fact]
    public async Task A_hub_that_cannot_go_on_in_the_middle_begins_anew()
    {
        await using var world = await HubWorld.CreateAsync();
        await Seed(world, world.Files[Weights][..1000]);
        world.Storage.Intercept = context =>
        {
            context.Request.Headers.Range = default;
            return Task.FromResult(false);
        };
        var pulled = await world.PullAsync();
        Assert.Equal(pulled.Bytes, pulled.Fetched);
        Assert.Equal(world.Files[Weights], await File.ReadAllBytesAsync(Path.Combine(world.Snapshot, Weights)));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task A_tired_hub_is_asked_again(int status)
    {
        await using var world = await HubWorld.CreateAsync();
        var left = 2;
        world.Hub.Intercept = async context =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                return false;
            }

            context.Response.Headers.RetryAfter = "0";
            await LoopbackHub.RefuseAsync(context, status, null);
            return true;
        };
        await world.PullAsync();
    }

    [Fact]
    public async Task A_hub_that_asks_for_long_patience_is_left_alone()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.Intercept = async context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            await LoopbackHub.RefuseAsync(context, StatusCodes.Status429TooManyRequests, null);
            return true;
        };
        Assert.Contains("60 minutes", (await world.RefusedAsync(HubFailure.TooManyRequests)).Message, StringComparison.Ordinal);
        Assert.Single(world.Hub.Requests);
    }

    [Fact]
    public async Task A_hub_that_never_answers_ends_the_pull_and_what_came_is_kept()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Storage.Intercept = context => CutAsync(world, context, 50_000, () => true, onlyFirst: true);
        await world.RefusedAsync(HubFailure.Unreachable);
        Assert.Equal(50_000, new FileInfo(world.Part(Weights)).Length);

        world.Storage.Intercept = _ => Task.FromResult(false);
        var pulled = await world.PullAsync();
        Assert.Equal(world.Files[Weights].Length - 50_000, pulled.Fetched);
    }

    [Fact]
    public async Task Who_stores_the_files_and_refuses_is_asked_for_by_the_hub_again()
    {
        await using var world = await HubWorld.CreateAsync();
        var expired = true;
        world.Storage.Intercept = async context =>
        {
            if (!Interlocked.Exchange(ref expired, false))
            {
                return false;
            }

            await LoopbackHub.RefuseAsync(context, StatusCodes.Status403Forbidden, null);
            return true;
        };
        await world.PullAsync();
        Assert.Equal(2, world.Storage.Requests.Count);
    }

    [Fact]
    public async Task A_cancelled_pull_keeps_what_came_and_lets_the_next_one_in()
    {
        await using var world = await HubWorld.CreateAsync();
        using var cancellation = new CancellationTokenSource();
        var half = world.Files[Weights].Length / 2;
        world.Storage.Intercept = async context =>
        {
            context.Response.ContentLength = world.Files[Weights].Length;
            await context.Response.Body.WriteAsync(world.Files[Weights].AsMemory(0, half), CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var arrived = new Arrival(world.Files.Where(file => file.Key is not (Weights or "pytorch_model.bin")).Sum(file => file.Value.Length) + half);
        var pulling = world.PullAsync(progress: arrived, cancellationToken: cancellation.Token);
        await arrived.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pulling);
        Assert.Equal(half, new FileInfo(world.Part(Weights)).Length);

        world.Storage.Intercept = _ => Task.FromResult(false);
        Assert.Equal(world.Files[Weights].Length - half, (await world.PullAsync()).Fetched);
    }

    [Fact]
    public async Task Of_two_who_pull_the_same_one_fetches_and_the_other_waits()
    {
        await using var world = await HubWorld.CreateAsync();
        var pulled = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.PullAsync()));
        Assert.Equal(pulled[0].Bytes, pulled.Sum(one => one.Fetched));
        Assert.Single(world.Storage.Requests);
        Assert.Equal(world.Files[Weights], await File.ReadAllBytesAsync(Path.Combine(world.Snapshot, Weights)));
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_named()
    {
        await using var world = await HubWorld.CreateAsync();
        var options = world.Options;
        await world.Hub.DisposeAsync();
        Assert.Contains("127.0.0.1", (await world.RefusedAsync(HubFailure.Unreachable, options)).Message, StringComparison.Ordinal);
    }

    private static async Task Seed(HubWorld world, byte[] part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(world.Part(Weights))!);
        await File.WriteAllBytesAsync(world.Part(Weights), part);
    }

    /// <summary>Promises the whole rest, sends some of it and hangs up when that has arrived.</summary>
    private static async Task<bool> CutAsync(HubWorld world, HttpContext context, int count, Func<bool> cut, bool onlyFirst = false)
    {
        var file = world.Files[Weights];
        if (!cut())
        {
            return false;
        }

        var start = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        if (start > 0 && onlyFirst)
        {
            context.Abort();
            return true;
        }

        var rest = file.AsMemory((int)start);
        context.Response.StatusCode = start > 0 ? (int)HttpStatusCode.PartialContent : (int)HttpStatusCode.OK;
        context.Response.ContentLength = rest.Length;
        if (start > 0)
        {
            context.Response.Headers.ContentRange = $"bytes {start}-{file.Length - 1}/{file.Length}";
        }

        count = Math.Min(count, rest.Length - 1);
        await context.Response.Body.WriteAsync(rest[..count]);
        await context.Response.Body.FlushAsync();
        while (!context.RequestAborted.IsCancellationRequested && (!File.Exists(world.Part(Weights)) || new FileInfo(world.Part(Weights)).Length < start + count))
        {
            await Task.Delay(10);
        }

        context.Abort();
        return true;
    }

    private sealed class Arrival(long bytes) : IProgress<PullProgress>
    {
        private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => arrived.Task;

        public void Report(PullProgress value)
        {
            if (value.BytesDone >= bytes)
            {
                arrived.TrySetResult();
            }
        }
    }
}
