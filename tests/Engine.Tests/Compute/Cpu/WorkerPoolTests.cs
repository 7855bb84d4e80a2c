using System.Collections.Concurrent;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Engine.Tests.Compute.Cpu;

public sealed class WorkerPoolTests
{
    private readonly record struct Each(Action<int, int> Body) : IJob
    {
        public void Run(int index) => Body(index, WorkerPool.CurrentWorker);
    }

    private readonly unsafe struct CountUp(int* counters) : IJob
    {
        public void Run(int index) => Interlocked.Increment(ref counters[index]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_job_runs_exactly_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var jobs = 0; jobs < 300; jobs++)
        {
            var runs = new int[jobs];
            pool.Run(jobs, new Each((job, _) => Interlocked.Increment(ref runs[job])));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Thousands_of_short_runs_in_a_row_lose_no_job()
    {
        using var pool = new WorkerPool(4);
        var total = 0;
        for (var round = 0; round < 20_000; round++)
        {
            pool.Run(1 + (round % 9), new Each((_, _) => Interlocked.Increment(ref total)));
        }

        Assert.Equal(Enumerable.Range(0, 20_000).Sum(round => 1 + (round % 9)), total);
    }

    [Fact]
    public async Task Runs_after_a_sleep_wake_the_threads_again()
    {
        using var pool = new WorkerPool(3);
        for (var round = 0; round < 20; round++)
        {
            await Task.Delay(2);
            using var meeting = new Barrier(3);
            pool.Run(3, new Each((_, _) => meeting.SignalAndWait()));
        }
    }

    [Fact]
    public void All_threads_work_at_once_and_the_caller_is_one_of_them()
    {
        using var pool = new WorkerPool(3);
        using var meeting = new Barrier(3);
        var threads = new ConcurrentDictionary<int, bool>();
        pool.Run(3, new Each((_, _) =>
        {
            threads.TryAdd(Environment.CurrentManagedThreadId, true);
            meeting.SignalAndWait();
        }));
        Assert.Equal(3, threads.Count);
        Assert.True(threads.ContainsKey(Environment.CurrentManagedThreadId));
    }

    [Fact]
    public void A_worker_number_is_never_in_two_jobs_at_once()
    {
        using var pool = new WorkerPool(4);
        var busy = new int[4];
        var clashes = 0;
        for (var round = 0; round < 500; round++)
        {
            pool.Run(16, new Each((_, worker) =>
            {
                clashes += Interlocked.Increment(ref busy[worker]) - 1;
                Thread.SpinWait(20);
                Interlocked.Decrement(ref busy[worker]);
            }));
        }

        Assert.Equal(0, clashes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller_and_the_pool_lives_on(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var round = 0; round < 50; round++)
        {
            var thrown = Assert.Throws<InvalidDataException>(() =>
                pool.Run(64, new Each((job, _) => ThrowAt(job, 17))));
            Assert.Equal("job 17", thrown.Message);
            var total = 0;
            pool.Run(64, new Each((_, _) => Interlocked.Increment(ref total)));
            Assert.Equal(64, total);
        }
    }

    [Fact]
    public void A_run_within_a_job_goes_on_in_the_same_thread_as_the_same_worker()
    {
        using var pool = new WorkerPool(3);
        var wrong = 0;
        var inner = 0;
        pool.Run(12, new Each((_, worker) =>
        {
            var thread = Environment.CurrentManagedThreadId;
            pool.Run(5, new Each((_, innerWorker) =>
            {
                Interlocked.Increment(ref inner);
                if (thread != Environment.CurrentManagedThreadId || worker != innerWorker)
                {
                    Interlocked.Increment(ref wrong);
                }
            }));
        }));
        Assert.Equal(0, wrong);
        Assert.Equal(60, inner);
    }

    [Fact]
    public async Task Callers_from_many_threads_take_turns_and_never_exceed_the_threads()
    {
        using var pool = new WorkerPool(2);
        var (active, most, total) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 300; round++)
            {
                pool.Run(round % 5, new Each((_, _) =>
                {
                    var now = Interlocked.Increment(ref active);
                    InterlockedMax(ref most, now);
                    Interlocked.Increment(ref total);
                    Interlocked.Decrement(ref active);
                }));
            }
        })));
        Assert.Equal(6 * 300 * 2, total);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public unsafe void A_run_allocates_nothing()
    {
        using var pool = new WorkerPool(2);
        var counters = stackalloc int[8];
        for (var round = 0; round < 50; round++)
        {
            pool.Run(8, new CountUp(counters));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 50; round++)
        {
            pool.Run(8, new CountUp(counters));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(100, counters[7]);
    }

    [Fact]
    public void Dispose_ends_the_threads_and_twice_is_harmless()
    {
        var pool = new WorkerPool(3);
        using var meeting = new Barrier(3);
        var threads = new ConcurrentBag<Thread>();
        pool.Run(3, new Each((_, _) =>
        {
            threads.Add(Thread.CurrentThread);
            meeting.SignalAndWait();
        }));
        pool.Dispose();
        pool.Dispose();
        Assert.All(threads, thread => Assert.True(thread == Thread.CurrentThread || !thread.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => pool.Run(1, new Each((_, _) => { })));
    }

    [Fact]
    public void Dispose_from_within_a_job_is_refused()
    {
        using var pool = new WorkerPool(2);
        Assert.Throws<InvalidOperationException>(() => pool.Run(4, new Each((_, _) => pool.Dispose())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WorkerPool.MaxThreads + 1)]
    public void A_senseless_number_of_threads_is_refused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(threads));

    private static void ThrowAt(int job, int bad)
    {
        if (job == bad)
        {
            throw new InvalidDataException($"job {job}");
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen)
        {
            var now = Interlocked.CompareExchange(ref target, value, seen);
            if (now == seen)
            {
                return;
            }

            seen = now;
        }
    }
}
