namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>
/// The one thread that computes: runs what is posted to it, and steps the scheduler as long as something goes on.
/// Sleeps otherwise.
/// </summary>
internal sealed class EngineThread : IDisposable
{
    // A paused request wakes nobody; its reader's patience is looked at this often.
    private static readonly TimeSpan PauseCheck = TimeSpan.FromSeconds(1);

    private readonly Scheduler scheduler;
    private readonly Queue<Action> inbox = [];
    private readonly Lock gate = new();
    private readonly AutoResetEvent signal = new(false);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? stopped;

    /// <param name="scheduler">Belongs to this thread from here on.</param>
    public EngineThread(Scheduler scheduler)
    {
        this.scheduler = scheduler;
        scheduler.Woken = Wake;
        var thread = new Thread(Run) { Name = "Chameleon engine", IsBackground = true };
        thread.Start();
    }

    /// <summary>Has something run on the thread, between two passes.</summary>
    /// <exception cref="GenerationException">The thread was stopped.</exception>
    public void Post(Action action)
    {
        lock (gate)
        {
            if (stopped is not null)
            {
                throw GenerationThrow.Disposed();
            }

            inbox.Enqueue(action);
        }

        signal.Set();
    }

    /// <summary>Hands a request over.</summary>
    /// <exception cref="GenerationException">The thread was stopped.</exception>
    public void Submit(GenerationRequest request) => Post(() => scheduler.Submit(request));

    /// <summary>Frees what a cache scope holds; nothing to do once the thread was stopped.</summary>
    public void Forget(string scope)
    {
        lock (gate)
        {
            if (stopped is not null)
            {
                return;
            }

            inbox.Enqueue(() => scheduler.Forget(scope));
        }

        signal.Set();
    }

    /// <summary>Makes it look for work. From any thread.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (!ended.Task.IsCompleted)
            {
                signal.Set();
            }
        }
    }

    /// <summary>Ends all requests with an error and the thread with them.</summary>
    public Task StopAsync(Exception error)
    {
        lock (gate)
        {
            stopped ??= error;
        }

        scheduler.Stop(error);
        Wake();
        return ended.Task;
    }

    /// <summary>Gives the scheduler's blocks back; the thread must have ended.</summary>
    public void Dispose()
    {
        scheduler.Dispose();
        signal.Dispose();
    }

    private void Run()
    {
        while (!RunInbox())
        {
            if (!Step())
            {
                signal.WaitOne(scheduler.HasWork ? PauseCheck : Timeout.InfiniteTimeSpan);
            }
        }

        scheduler.EndAll(stopped!);
        lock (gate)
        {
            ended.SetResult();
        }
    }

    /// <returns>Whether the thread shall end; everything that was posted has run then.</returns>
    private bool RunInbox()
    {
        while (true)
        {
            Action? action;
            bool isStopped;
            lock (gate)
            {
                inbox.TryDequeue(out action);
                isStopped = stopped is not null;
            }

            if (action is null)
            {
                return isStopped;
            }

            action();
        }
    }

    private bool Step()
    {
        try
        {
            return scheduler.Step();
        }
        catch (Exception exception)
        {
            // A fault of our own must not take the process with it, nor leave anybody waiting.
            scheduler.EndAll(GenerationThrow.Failed(exception));
            return true;
        }
    }
}
