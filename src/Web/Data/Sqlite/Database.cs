using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>
/// The database of a data folder: one writer, some readers, each on a thread of its own. Write-ahead log, so readers
/// and the writer do not wait for each other; every commit reaches the disk before its caller hears of it
/// (<c>synchronous = FULL</c>), which grouping makes affordable. Thread-safe.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    public const string FileName = "chameleon.db";

    private readonly BlockingCollection<DatabaseWork> writes = [];
    private readonly BlockingCollection<DatabaseWork> reads = [];
    private readonly List<DatabaseThread> threads = [];

    private Database()
    {
    }

    /// <summary>Opens the file, or makes it; brings it to the version of <paramref name="migrator"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="readers">How many may read at once.</param>
    /// <param name="busyTimeout">How long another program's lock is waited for.</param>
    /// <param name="migrator">Makes the tables.</param>
    /// <exception cref="DataStoreException">Damaged, newer, locked or not to be read; the file is as it was.</exception>
    public static async Task<Database> OpenAsync(string path, int readers, TimeSpan busyTimeout, Migrator migrator)
    {
        var database = new Database();
        try
        {
            await database.StartAsync(new WriterThread(database.writes, () => DatabaseFile.Open(path, busyTimeout, migrator))).ConfigureAwait(false);
            for (var i = 0; i < readers; i++)
            {
                await database.StartAsync(new ReaderThread(database.reads, () => OpenReader(path, busyTimeout))).ConfigureAwait(false);
            }

            return database;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads one state of the database.</summary>
    public Task<T> ReadAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => Enqueue(reads, work, cancellationToken);

    /// <summary>
    /// Writes all or nothing; done means on the disk. The work may run twice and changes nothing but the database. Only
    /// work that has not begun is cancelled.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) => Enqueue(writes, work, cancellationToken);

    /// <summary>Does what is waiting, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        reads.CompleteAdding();
        writes.CompleteAdding();
        foreach (var thread in threads)
        {
            await thread.Ended.ConfigureAwait(false);
        }
    }

    private static Session OpenReader(string path, TimeSpan busyTimeout)
    {
        var session = Session.Open(path, SqliteOpenMode.ReadWrite, busyTimeout);
        session.Execute("PRAGMA query_only = ON");
        return session;
    }

    private static Task<T> Enqueue<T>(BlockingCollection<DatabaseWork> queue, Func<Session, T> work, CancellationToken cancellationToken)
    {
        var item = new DatabaseWork<T>(work, cancellationToken);
        try
        {
            queue.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(DataStore));
        }

        return item.Task;
    }

    private Task StartAsync(DatabaseThread thread)
    {
        threads.Add(thread);
        return thread.Opened;
    }
}
