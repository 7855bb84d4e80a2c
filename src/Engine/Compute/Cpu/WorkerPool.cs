using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Chameleon.Engine.Compute.Cpu;

/// <summary>
/// The threads of one device: the caller and threadCount − 1 of our own, started once. Between jobs they spin for some
/// microseconds, as the next operation of a pass is rarely further away, and then sleep. Calls from several threads
/// take turns; a call from within a job runs inline, so there are never more runners than threads.
/// </summary>
/// <remarks>
/// A job is claimed by counting <see cref="unclaimed"/> down. What is to be done is read only after a claim: a claimed
/// job keeps its run from ending, so a thread that wakes late either finds nothing to claim or joins the current run.
/// </remarks>
internal sealed unsafe class WorkerPool : IDisposable
{
    /// <summary>Most threads of a pool.</summary>
    public const int MaxThreads = 1024;

    private static readonly long SpinTicks = Stopwatch.Frequency / 50_000; // 20 µs

    [ThreadStatic]
    private static int runningWorker; // 1 + worker, 0 outside of jobs

    private readonly Lock turn = new();
    private readonly Thread[] threads;
    private readonly SemaphoreSlim sleepers = new(0);
    private readonly SemaphoreSlim callerSleeps = new(0);
    private delegate*<void*, int, void> invoke;
    private void* jobState;
    private int jobCount;
    private int unclaimed;
    private int unfinished;
    private int sleeping;
    private int callerState;
    private ExceptionDispatchInfo? failure;
    private volatile bool stopping;
    private bool disposed;

    /// <param name="threadCount">Runners, the caller among them.</param>
    public WorkerPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threadCount, MaxThreads);
        threads = new Thread[threadCount - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i + 1;
            threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"chameleon-compute-{worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Runners, the caller among them.</summary>
    public int ThreadCount => threads.Length + 1;

    /// <summary>
    /// Within a job: the number of the runner, 0 … threadCount − 1, which names its scratch space, as no two jobs of one
    /// runner overlap.
    /// </summary>
    public static int CurrentWorker => runningWorker - 1;

    /// <summary>
    /// Runs jobs 0 … jobCount − 1 in any order and returns when all are done. The first exception ends the run and is
    /// thrown here.
    /// </summary>
    public void Run<TJob>(int jobCount, in TJob job)
        where TJob : struct, IJob
    {
        if (runningWorker != 0)
        {
            RunInline(jobCount, job);
            return;
        }

        lock (turn)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (jobCount <= 1 || threads.Length == 0)
            {
                RunInline(jobCount, job);
                return;
            }

            var state = job;
            this.jobCount = jobCount;
            invoke = &Invoke<TJob>;
            jobState = Unsafe.AsPointer(ref state); // stays on this stack until the run is over
            unfinished = jobCount;
            callerState = CallerState.Running;
            Volatile.Write(ref unclaimed, jobCount);
            Interlocked.MemoryBarrier();
            Wake(jobCount - 1);
            if (!Drain(worker: 0))
            {
                AwaitOthers();
            }

            if (failure is { } thrown)
            {
                failure = null;
                thrown.Throw();
            }
        }
    }

    /// <summary>Ends the threads. More than once is harmless.</summary>
    /// <exception cref="InvalidOperationException">Called from within a job.</exception>
    public void Dispose()
    {
        if (runningWorker != 0)
        {
            throw new InvalidOperationException("A worker pool cannot be disposed from within one of its jobs.");
        }

        lock (turn)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            stopping = true;
            Interlocked.MemoryBarrier();
            Wake(threads.Length);
            foreach (var thread in threads)
            {
                thread.Join();
            }

            sleepers.Dispose();
            callerSleeps.Dispose();
        }
    }

    private static void Invoke<TJob>(void* state, int index)
        where TJob : struct, IJob => Unsafe.AsRef<TJob>(state).Run(index);

    private static void RunInline<TJob>(int jobCount, TJob job)
        where TJob : struct, IJob
    {
        var outer = runningWorker;
        runningWorker = Math.Max(outer, 1);
        try
        {
            for (var i = 0; i < jobCount; i++)
            {
                job.Run(i);
            }
        }
        finally
        {
            runningWorker = outer;
        }
    }

    private void Work(int worker)
    {
        while (AwaitWork())
        {
            if (Drain(worker) && Interlocked.Exchange(ref callerState, CallerState.Finished) == CallerState.Asleep)
            {
                callerSleeps.Release();
            }
        }
    }

    /// <summary>Claims and runs jobs until none is left.</summary>
    /// <returns>Whether the run's last job was among them.</returns>
    private bool Drain(int worker)
    {
        var done = 0;
        runningWorker = worker + 1;
        try
        {
            while (TryClaim(out var index))
            {
                done++;
                invoke(jobState, index);
            }
        }
#pragma warning disable CA1031 // the exception is thrown on by the caller's thread
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            done += Math.Max(Interlocked.Exchange(ref unclaimed, 0), 0);
        }

        runningWorker = 0;
        return done > 0 && Interlocked.Add(ref unfinished, -done) == 0;
    }

    private bool TryClaim(out int index)
    {
        var left = Volatile.Read(ref unclaimed);
        while (left > 0)
        {
            var seen = Interlocked.CompareExchange(ref unclaimed, left - 1, left);
            if (seen == left)
            {
                index = jobCount - left;
                return true;
            }

            left = seen;
        }

        index = -1;
        return false;
    }

    /// <returns>False when the pool ends.</returns>
    private bool AwaitWork()
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            if (Volatile.Read(ref unclaimed) > 0)
            {
                return true;
            }

            Thread.SpinWait(4);
        }
        while (Stopwatch.GetTimestamp() - start < SpinTicks);

        // Announced before the last look: either this thread sees the new run or the run sees this sleeper.
        Interlocked.Increment(ref sleeping);
        if ((Volatile.Read(ref unclaimed) == 0 && !stopping) || !TryTakeSleepers(1, out _))
        {
            sleepers.Wait();
        }

        return !stopping;
    }

    private void AwaitOthers()
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref callerState) != CallerState.Finished)
        {
            if (Stopwatch.GetTimestamp() - start > SpinTicks)
            {
                if (Interlocked.CompareExchange(ref callerState, CallerState.Asleep, CallerState.Running) == CallerState.Running)
                {
                    callerSleeps.Wait();
                }

                return;
            }

            Thread.SpinWait(4);
        }
    }

    private void Wake(int most)
    {
        if (TryTakeSleepers(most, out var count))
        {
            sleepers.Release(count);
        }
    }

    /// <summary>Takes the right to wake some sleepers; each one taken gets exactly one permit or does without sleep.</summary>
    private bool TryTakeSleepers(int most, out int count)
    {
        var seen = Volatile.Read(ref sleeping);
        while (seen > 0)
        {
            count = Math.Min(seen, most);
            var now = Interlocked.CompareExchange(ref sleeping, seen - count, seen);
            if (now == seen)
            {
                return true;
            }

            seen = now;
        }

        count = 0;
        return false;
    }

    /// <summary>Where the caller is while others finish its run.</summary>
    private static class CallerState
    {
        public const int Running = 0;
        public const int Asleep = 1;
        public const int Finished = 2;
    }
}
