using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chameleon.Web.Data;

/// <summary>The failures of the stores, in words.</summary>
internal static class DataThrow
{
    private const int UnixNoSpace = 28, WindowsDiskFull = 112;

    /// <summary>What the file system said, in words that may be shown; null where it is no news from the world.</summary>
    public static DataStoreException? Translate(Exception e) => e switch
    {
        DataStoreException => null,
        IOException when (e.HResult & 0xFFFF) is UnixNoSpace or WindowsDiskFull => Full(e),
        IOException or UnauthorizedAccessException => Unavailable(e),
        _ => null,
    };

    /// <summary>What SQLite said, in words that may be shown; null where it is no news from the world but a mistake of ours.</summary>
    public static DataStoreException? Translate(SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            DataFailure.Locked, "Another program holds the database; nothing was changed. Close what else has it open and try again.", e),
        raw.SQLITE_FULL => Full(e),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
            DataFailure.Damaged, "The database is damaged; nothing was changed. Stop the program and put a backup in its place.", e),
        raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => Unavailable(e),
        _ => null,
    };

    public static KeyNotFoundException NoConversation(ConversationId id) => new($"There is no conversation {id}.");

    public static KeyNotFoundException NoMessage(ConversationId conversation, MessageId id) => new($"There is no message {id} in conversation {conversation}.");

    public static KeyNotFoundException NoPicture(PictureHash hash) => new($"There is no picture {hash}.");

    public static KeyNotFoundException NoBoard(BoardId id) => new($"There is no board {id}.");

    private static DataStoreException Full(Exception e) =>
        new(DataFailure.Full, "The disk that holds the data folder is full; nothing was changed. Make room and try again.", e);

    private static DataStoreException Unavailable(Exception e) => new(
        DataFailure.Unavailable, "The data folder cannot be read or written; nothing was changed. Check its disk and its permissions.", e);
}
