using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>
/// The only one who writes. What has gathered while the disk was busy goes into one transaction, so that many small
/// writes cost one wait for the disk; each stands for itself all the same: one that fails takes no other with it.
/// </summary>
internal sealed class WriterThread(BlockingCollection<DatabaseWork> queue, Func<Session> open)
    : DatabaseThread("Chameleon database writer", queue, open)
{
    private const int MaxBatch = 256;

    protected override void Work(Session session)
    {
        var batch = new List<DatabaseWork>();
        foreach (var first in Queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaxBatch && Queue.TryTake(out var next))
            {
                batch.Add(next);
            }

            if (!TryCommit(session, batch, out var failure))
            {
                CommitOneByOne(session, batch, failure);
            }
        }

        Optimize(session);
    }

    private static void Optimize(Session session)
    {
        try
        {
            session.Execute("PRAGMA optimize");
        }
        catch (SqliteException)
        {
            // Later queries would have been faster; nothing else depends on it.
        }
    }

    private static void CommitOneByOne(Session session, List<DatabaseWork> batch, Exception failure)
    {
        if (batch.Count == 1)
        {
            batch[0].Fail(failure);
            return;
        }

        foreach (var work in batch)
        {
            if (!TryCommit(session, [work], out failure))
            {
                work.Fail(failure);
            }
        }
    }

    /// <returns>False when the whole transaction came to nothing; then nobody was told anything yet.</returns>
    private static bool TryCommit(Session session, List<DatabaseWork> batch, out Exception failure)
    {
        var failures = new Exception?[batch.Count];
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            for (var i = 0; i < batch.Count; i++)
            {
                failures[i] = RunAlone(session, batch[i]);
            }

            session.Execute("COMMIT");
        }
        catch (Exception e)
        {
            if (session.InTransaction)
            {
                session.Execute("ROLLBACK");
            }

            failure = e;
            return false;
        }

        failure = null!;
        for (var i = 0; i < batch.Count; i++)
        {
            if (failures[i] is { } alone)
            {
                batch[i].Fail(alone);
            }
            else
            {
                batch[i].Complete();
            }
        }

        return true;
    }

    private static Exception? RunAlone(Session session, DatabaseWork work)
    {
        if (work.CancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(work.CancellationToken);
        }

        session.Execute("SAVEPOINT work");
        try
        {
            work.Run(session);
        }
        catch (Exception e) when (session.InTransaction)
        {
            session.Execute("ROLLBACK TO work");
            session.Execute("RELEASE work");
            return e;
        }

        session.Execute("RELEASE work");
        return null;
    }
}
