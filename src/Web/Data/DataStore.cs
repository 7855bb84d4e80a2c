using Chameleon.Web.Data.Chats;
using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// A data folder: a SQLite database with users, conversations and what is known of pictures, and the pictures themselves
/// as files beside it. One process at a time. What a method that writes has answered is on the disk. Thread-safe.
/// </summary>
public sealed class DataStore : IAsyncDisposable
{
    private readonly FileStream folderLock;
    private readonly Database database;
    private readonly PictureFiles files;
    private readonly TimeProvider time;

    private DataStore(FileStream folderLock, Database database, PictureFiles files, DataStoreOptions options)
    {
        this.folderLock = folderLock;
        this.database = database;
        this.files = files;
        time = options.Time;
        Users = new UserStore(database, time);
        ApiKeys = new ApiKeyStore(database, time);
        Chats = new ChatStore(database, time);
        Pictures = new PictureStore(database, files, time);
        Boards = new BoardStore(database, time);
        Exchange = new ConversationExchange(database, files, Pictures, time);
    }

    /// <summary>Who may come in.</summary>
    public UserStore Users { get; }

    /// <summary>Keys with which programs come in.</summary>
    public ApiKeyStore ApiKeys { get; }

    /// <summary>Conversations.</summary>
    public ChatStore Chats { get; }

    /// <summary>Pictures.</summary>
    public PictureStore Pictures { get; }

    /// <summary>Boards, on which pictures are gathered.</summary>
    public BoardStore Boards { get; }

    /// <summary>Conversations and pictures out of the store and in again.</summary>
    public ConversationExchange Exchange { get; }

    internal Database Database => database;

    /// <summary>
    /// Opens a data folder, or makes it. A database of an earlier version is brought to this one; answers that a process
    /// left growing when it ended are stopped where they were.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How it works; null: as by default.</param>
    /// <exception cref="DataStoreException">
    /// In use, damaged, newer than the program or not to be written. Nothing in the folder was changed.
    /// </exception>
    public static Task<DataStore> OpenAsync(string folder, DataStoreOptions? options = null) =>
        OpenAsync(folder, options ?? new DataStoreOptions(), Migrator.Default);

    /// <summary>
    /// Removes for good what was deleted, and files that nothing refers to. Works in small steps, between which others
    /// write. A deleted picture stays as long as a message shows it.
    /// </summary>
    /// <param name="olderThan">Only what was deleted, or left over, at least so long ago.</param>
    /// <param name="cancellationToken">Ends between two steps.</param>
    public Task PurgeAsync(TimeSpan olderThan, CancellationToken cancellationToken = default) =>
        new Purge(database, files, time.GetUtcNow() - olderThan).RunAsync(cancellationToken);

    /// <summary>Copies the whole into another folder while work goes on; see <see cref="DataBackup"/>.</summary>
    /// <inheritdoc cref="DataBackup.RunAsync" path="/param[@name='target']|/param[@name='cancellationToken']|/returns|/exception"/>
    public Task<BackupReport> BackupAsync(string target, CancellationToken cancellationToken = default) =>
        DataBackup.RunAsync(Path.GetDirectoryName(folderLock.Name)!, target, cancellationToken);

    /// <summary>Does what is waiting, closes the database and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync().ConfigureAwait(false);
        await folderLock.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<DataStore> OpenAsync(string folder, DataStoreOptions options, Migrator migrator)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        DataLimits.CheckCount(options.Readers, 64, nameof(options));
        folder = Path.GetFullPath(folder);
        var folderLock = FolderLock.Take(folder);
        Database? database = null;
        try
        {
            database = await Database.OpenAsync(
                Path.Combine(folder, Database.FileName), options.Readers, options.BusyTimeout, migrator).ConfigureAwait(false);
            await database.WriteAsync(AnswerEnd.StopAbandoned, CancellationToken.None).ConfigureAwait(false);
            return new DataStore(folderLock, database, new PictureFiles(folder), options);
        }
        catch
        {
            if (database is not null)
            {
                await database.DisposeAsync().ConfigureAwait(false);
            }

            await folderLock.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
