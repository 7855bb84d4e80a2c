using Chameleon.Web.Data.Pictures;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Boards, on which pictures are gathered; a picture may be on several. Whatever belongs to another user or never was is
/// equally a <see cref="KeyNotFoundException"/>. Every method may throw <see cref="DataStoreException"/>. Thread-safe.
/// </summary>
public sealed class BoardStore
{
    private const string Columns = """
        b.id, b.name,
        (SELECT count(*) FROM board_pictures bp JOIN pictures p ON p.id = bp.picture_id WHERE bp.board_id = b.id AND p.deleted IS NULL)
        """;

    private readonly Database database;
    private readonly TimeProvider time;

    internal BoardStore(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
    }

    /// <summary>The user's boards by name.</summary>
    public Task<IReadOnlyList<Board>> ListAsync(UserId user, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<Board>>(
            session => session.Query($"SELECT {Columns} FROM boards b WHERE b.user_id = $1 ORDER BY b.name COLLATE NOCASE, b.id", Map, user.Value),
            cancellationToken);

    /// <summary>The boards that a picture is on, by name.</summary>
    public Task<IReadOnlyList<Board>> OfAsync(UserId user, PictureHash picture, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<Board>>(
            session => session.Query(
                $"""
                SELECT {Columns} FROM pictures i JOIN board_pictures on_board ON on_board.picture_id = i.id JOIN boards b ON b.id = on_board.board_id
                WHERE i.user_id = $1 AND i.hash = $2 ORDER BY b.name COLLATE NOCASE, b.id
                """,
                Map,
                user.Value,
                picture.ToString()),
            cancellationToken);

    /// <summary>Makes a board.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="name">1 to <see cref="DataLimits.Title"/> characters on one line; need not be the only one.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <exception cref="ArgumentException">No such name.</exception>
    public Task<Board> CreateAsync(UserId user, string name, CancellationToken cancellationToken = default)
    {
        name = DataLimits.CheckTitle(name, nameof(name));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session => new Board(
                new BoardId(session.Number("INSERT INTO boards (user_id, name, created) VALUES ($1, $2, $3) RETURNING id", user.Value, name, now)!.Value),
                name,
                Count: 0),
            cancellationToken);
    }

    /// <summary>Gives a board another name.</summary>
    /// <exception cref="ArgumentException">No such name.</exception>
    public Task RenameAsync(UserId user, BoardId board, string name, CancellationToken cancellationToken = default)
    {
        name = DataLimits.CheckTitle(name, nameof(name));
        return ChangeAsync(user, board, session => session.Execute("UPDATE boards SET name = $1 WHERE id = $2", name, board.Value), cancellationToken);
    }

    /// <summary>Removes a board for good; its pictures stay in the gallery.</summary>
    public Task DeleteAsync(UserId user, BoardId board, CancellationToken cancellationToken = default) =>
        ChangeAsync(user, board, session => session.Execute("DELETE FROM boards WHERE id = $1", board.Value), cancellationToken);

    /// <summary>Puts pictures on a board.</summary>
    /// <returns>How many were not on it before; those of others and unknown ones are passed over.</returns>
    public Task<int> AddAsync(UserId user, BoardId board, IEnumerable<PictureHash> pictures, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        return ChangeAsync(
            user,
            board,
            session => session.Execute(
                $"INSERT OR IGNORE INTO board_pictures (board_id, picture_id) SELECT $3, id FROM pictures WHERE {PictureRows.Listed}",
                user.Value,
                list,
                board.Value),
            cancellationToken);
    }

    /// <summary>Takes pictures off a board.</summary>
    /// <returns>How many were on it.</returns>
    public Task<int> RemoveAsync(UserId user, BoardId board, IEnumerable<PictureHash> pictures, CancellationToken cancellationToken = default)
    {
        var list = PictureRows.ListOf(pictures, nameof(pictures));
        return ChangeAsync(
            user,
            board,
            session => session.Execute(
                $"DELETE FROM board_pictures WHERE board_id = $3 AND picture_id IN (SELECT id FROM pictures WHERE {PictureRows.Listed})",
                user.Value,
                list,
                board.Value),
            cancellationToken);
    }

    private static Board Map(SqliteDataReader row) => new(new BoardId(row.GetInt64(0)), row.GetString(1), row.GetInt32(2));

    private Task<int> ChangeAsync(UserId user, BoardId board, Func<Session, int> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Number("SELECT 1 FROM boards WHERE id = $1 AND user_id = $2", board.Value, user.Value) is null
                ? throw DataThrow.NoBoard(board)
                : change(session),
            cancellationToken);
}
