using System.Collections.Concurrent;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>Reads: each piece of work sees one state of the database, also over several statements.</summary>
internal sealed class ReaderThread(BlockingCollection<DatabaseWork> queue, Func<Session> open)
    : DatabaseThread("Chameleon database reader", queue, open)
{
    protected override void Work(Session session)
    {
        foreach (var work in Queue.GetConsumingEnumerable())
        {
            try
            {
                work.CancellationToken.ThrowIfCancellationRequested();
                Read(session, work);
            }
            catch (Exception e)
            {
                work.Fail(e);
                continue;
            }

            work.Complete();
        }
    }

    private static void Read(Session session, DatabaseWork work)
    {
        session.Execute("BEGIN");
        try
        {
            // Disposal waits for a callback under way, so no interrupt reaches a statement of anybody else's.
            using var interrupt = work.CancellationToken.UnsafeRegister(static state => ((Session)state!).Interrupt(), session);
            work.Run(session);
        }
        finally
        {
            if (session.InTransaction)
            {
                session.Execute("ROLLBACK");
            }
        }
    }
}
