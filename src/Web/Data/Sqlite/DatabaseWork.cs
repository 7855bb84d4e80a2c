using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>Something to do on a connection, and whoever waits for it.</summary>
internal abstract class DatabaseWork(CancellationToken cancellationToken)
{
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Does it. May be called again when its transaction came to nothing.</summary>
    public abstract void Run(Session session);

    /// <summary>Tells the waiting one that it is done.</summary>
    public abstract void Complete();

    /// <summary>Tells the waiting one that it was not done.</summary>
    public abstract void Fail(Exception e);
}

/// <inheritdoc/>
internal sealed class DatabaseWork<T>(Func<Session, T> work, CancellationToken cancellationToken) : DatabaseWork(cancellationToken)
{
    // The thread of the database goes on with the next one; whoever waited goes on elsewhere.
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Task => done.Task;

    public override void Run(Session session) => result = work(session);

    public override void Complete() => done.TrySetResult(result);

    public override void Fail(Exception e)
    {
        if (e is OperationCanceledException || (e is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT } && CancellationToken.IsCancellationRequested))
        {
            done.TrySetCanceled(CancellationToken);
        }
        else
        {
            done.TrySetException(e is SqliteException failure ? DataThrow.Translate(failure) ?? e : e);
        }
    }
}
