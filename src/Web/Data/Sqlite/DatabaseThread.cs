using System.Collections.Concurrent;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>
/// A thread with a connection of its own. SQLite waits for the disk on the thread that asks; here that is never one of
/// the pool's.
/// </summary>
internal abstract class DatabaseThread
{
    private readonly Func<Session> open;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="name">Name of the thread, for debuggers.</param>
    /// <param name="queue">Where its work comes from; several threads may share one.</param>
    /// <param name="open">Opens the connection, on the thread.</param>
    protected DatabaseThread(string name, BlockingCollection<DatabaseWork> queue, Func<Session> open)
    {
        this.open = open;
        Queue = queue;
        new Thread(Live) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>Done when the connection is open; failed when it is not.</summary>
    public Task Opened => opened.Task;

    /// <summary>Done when the queue was closed and emptied and the connection is closed.</summary>
    public Task Ended => ended.Task;

    protected BlockingCollection<DatabaseWork> Queue { get; }

    /// <summary>Works until the queue is closed and empty.</summary>
    protected abstract void Work(Session session);

    private void Live()
    {
        Session session;
        try
        {
            session = open();
        }
        catch (Exception e)
        {
            opened.SetException(e);
            ended.SetResult();
            return;
        }

        opened.SetResult();
        using (session)
        {
            Work(session);
        }

        ended.SetResult();
    }
}
