using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>Opens the writer's connection and makes sure that the file is ours, whole and of this version.</summary>
internal static class DatabaseFile
{
    /// <summary>"Chml", in the place where SQLite files carry the name of their program.</summary>
    private const long ApplicationId = 0x43_68_6D_6C;

    /// <exception cref="DataStoreException">The file is refused, and is as it was.</exception>
    public static Session Open(string path, TimeSpan busyTimeout, Migrator migrator)
    {
        try
        {
            // A log left behind tells that nobody closed the file.
            var interrupted = File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0;
            if (interrupted)
            {
                CheckWhole(path, busyTimeout);
            }

            var session = Session.Open(path, SqliteOpenMode.ReadWriteCreate, busyTimeout);
            try
            {
                CheckOurs(session, path);
                migrator.CheckNotNewer(session, path);
                session.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
                migrator.Run(session);
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch (SqliteException e) when (DataThrow.Translate(e) is { } failure)
        {
            throw failure.Failure switch
            {
                DataFailure.Damaged => Damaged(path, e),
                DataFailure.Locked => new DataStoreException(
                    DataFailure.Locked, $"Another program holds the database {path}; close it and start again.", e),
                DataFailure.Full => new DataStoreException(
                    DataFailure.Full, $"The disk is full: the database {path} could not be opened. Make room and start again.", e),
                _ => new DataStoreException(
                    DataFailure.Unavailable, $"The database {path} cannot be opened; check its folder and its permissions.", e),
            };
        }
    }

    private static void CheckOurs(Session session, string path)
    {
        if (session.Number("SELECT count(*) FROM sqlite_schema") == 0)
        {
            session.Execute($"PRAGMA application_id = {ApplicationId}");
        }
        else if (session.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new DataStoreException(
                DataFailure.Damaged, $"The database {path} is of another program; it was not touched. Choose another data folder, or move the file away.");
        }
    }

    private static void CheckWhole(string path, TimeSpan busyTimeout)
    {
        // Read only: closing another connection would fold the log into a file that is refused.
        using var session = Session.Open(path, SqliteOpenMode.ReadOnly, busyTimeout);
        if (session.First("PRAGMA quick_check(1)", static row => row.GetString(0)) != "ok")
        {
            throw Damaged(path, null);
        }
    }

    private static DataStoreException Damaged(string path, Exception? e) => new(
        DataFailure.Damaged, $"The database {path} is damaged; it was not touched. Move it away, or put a backup in its place.", e);
}
