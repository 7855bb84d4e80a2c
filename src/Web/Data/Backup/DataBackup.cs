using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Copies a data folder while another process, or nobody, works on it. The copy is one state of the database with every
/// picture that it names, and is itself a data folder: to go back, start with it. Into the same folder again only new
/// pictures are copied, and the earlier backup holds until the new one is whole.
/// </summary>
public static class DataBackup
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Makes the copy.</summary>
    /// <param name="source">The data folder.</param>
    /// <param name="target">The folder of the backup; made when it is not there. Not the data folder, nor one that is in use.</param>
    /// <param name="cancellationToken">Ends between two pictures; an earlier backup stays as it was.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="DataStoreException">No database there, damaged, no room, or the target cannot be used.</exception>
    public static async Task<BackupReport> RunAsync(string source, string target, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        (source, target) = (Path.GetFullPath(source), Path.GetFullPath(target));
        var database = Path.Combine(source, Database.FileName);
        if (!File.Exists(database))
        {
            throw new DataStoreException(DataFailure.Unavailable, $"There is no Chameleon database in {source}; name the data folder.");
        }

        if (Path.TrimEndingDirectorySeparator(source) == Path.TrimEndingDirectorySeparator(target))
        {
            throw new DataStoreException(DataFailure.InUse, $"The backup cannot go into the data folder {source} itself; name another folder.");
        }

        using var folderLock = FolderLock.Take(target);
        if (File.Exists(Path.Combine(target, Database.FileName + "-wal")))
        {
            throw new DataStoreException(
                DataFailure.InUse, $"In {target} somebody has worked, and it holds changes of its own; name another folder for the backup.");
        }

        var copy = Path.Combine(target, Database.FileName + ".new");
        try
        {
            // The database's own copying waits for the disk for a long time; not on a thread of the pool's.
            var pictures = await Task.Factory.StartNew(
                () => CopyDatabase(database, copy), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            var report = await CopyPicturesAsync(source, target, pictures, cancellationToken).ConfigureAwait(false);
            File.Move(copy, Path.Combine(target, Database.FileName), overwrite: true);
            return report;
        }
        catch (SqliteException e) when (DataThrow.Translate(e) is { } failure)
        {
            throw failure;
        }
        catch (Exception e) when (DataThrow.Translate(e) is { } failure)
        {
            throw failure;
        }
        finally
        {
            PictureFiles.Discard(copy);
        }
    }

    private static List<string> CopyDatabase(string database, string copy)
    {
        PictureFiles.Discard(copy);
        using (var session = Session.Open(database, SqliteOpenMode.ReadWrite, BusyTimeout))
        {
            session.Execute("VACUUM INTO $1", copy);
        }

        using (var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(handle);
        }

        using var copied = Session.Open(copy, SqliteOpenMode.ReadOnly, BusyTimeout);
        return copied.Query(
            "SELECT DISTINCT hash, media_type FROM pictures",
            static row => PictureFiles.RelativePath(PictureHash.Parse(row.GetString(0)), row.GetString(1)));
    }

    private static async Task<BackupReport> CopyPicturesAsync(
        string source, string target, List<string> pictures, CancellationToken cancellationToken)
    {
        var (copied, missing) = (0, 0);
        foreach (var picture in pictures)
        {
            var (from, to) = (Path.Combine(source, picture), Path.Combine(target, picture));
            if (File.Exists(to))
            {
                continue;
            }

            if (!File.Exists(from))
            {
                missing++;
                continue;
            }

            await CopyAsync(from, to, cancellationToken).ConfigureAwait(false);
            copied++;
        }

        return new BackupReport(pictures.Count, copied, missing);
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var part = to + ".new";
        var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        await using (source.ConfigureAwait(false))
        {
            var target = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
            {
                await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }

        File.Move(part, to);
    }
}
