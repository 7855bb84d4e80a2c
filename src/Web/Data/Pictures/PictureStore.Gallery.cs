using Chameleon.Web.Data.Pictures;

namespace Chameleon.Web.Data;

/// <content>The gallery.</content>
public sealed partial class PictureStore
{
    /// <summary>The gallery, page by page.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="query">Which pictures, and in which order.</param>
    /// <param name="limit">How many at most; 1 to <see cref="DataLimits.Page"/>.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; null: from the start.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is no such place.</exception>
    public Task<Page<Picture>> ListAsync(
        UserId user, GalleryQuery query, int limit, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        DataLimits.CheckCount(limit, DataLimits.Page, nameof(limit));
        var place = PageCursor.Parse(after, nameof(after));
        if (GallerySql.For(user, query) is not { } sql)
        {
            return Task.FromResult(new Page<Picture>([], null));
        }

        return database.ReadAsync(
            session =>
            {
                var items = session.Query(
                    $"SELECT {PictureRows.Columns}, p.id {sql.From} AND {sql.After(place)} {sql.Order} LIMIT $7",
                    static row => (Picture: PictureRows.Map(row), Id: row.GetInt64(12)),
                    [.. sql.Values, place?.Key, place?.Id, limit + 1]);
                var page = PageCursor.Cut(items, limit, last => new PageCursor(GallerySql.KeyOf(last.Picture, query.Sort), last.Id));
                return new Page<Picture>([.. page.Items.Select(static item => item.Picture)], page.Next);
            },
            cancellationToken);
    }

    /// <summary>A stretch of the gallery by position, and how long it is; for grids that show only what is in view.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="query">Which pictures, and in which order.</param>
    /// <param name="start">Position of the first; from 0.</param>
    /// <param name="count">How many at most; 1 to <see cref="DataLimits.Page"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<PictureRange> RangeAsync(
        UserId user, GalleryQuery query, int start, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        DataLimits.CheckCount(count, DataLimits.Page, nameof(count));
        if (GallerySql.For(user, query) is not { } sql)
        {
            return Task.FromResult(new PictureRange([], 0));
        }

        return database.ReadAsync(
            session => new PictureRange(
                session.Query(
                    $"SELECT {PictureRows.Columns} {sql.From} {sql.Order} LIMIT $5 OFFSET $6", PictureRows.Map, [.. sql.Values, count, start]),
                (int)session.Number($"SELECT count(*) {sql.From}", sql.Values)!.Value),
            cancellationToken);
    }

    /// <summary>The names of a stretch of the gallery, for an order that concerns more than is in view.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="query">Which pictures, and in which order.</param>
    /// <param name="start">Position of the first; from 0.</param>
    /// <param name="count">How many at most; 1 to <see cref="DataLimits.Pictures"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<PictureHash>> NamesAsync(
        UserId user, GalleryQuery query, int start, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        DataLimits.CheckCount(count, DataLimits.Pictures, nameof(count));
        return GallerySql.For(user, query) is { } sql
            ? database.ReadAsync<IReadOnlyList<PictureHash>>(
                session => session.Query(
                    $"SELECT p.hash {sql.From} {sql.Order} LIMIT $5 OFFSET $6", static row => PictureHash.Parse(row.GetString(0)), [.. sql.Values, count, start]),
                cancellationToken)
            : Task.FromResult<IReadOnlyList<PictureHash>>([]);
    }

    /// <summary>At which position of the gallery a picture stands, from 0; null when it is not in that view.</summary>
    public Task<int?> PositionAsync(UserId user, GalleryQuery query, PictureHash picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (GallerySql.For(user, query) is not { } sql)
        {
            return Task.FromResult<int?>(null);
        }

        object?[] values = [.. sql.Values, picture.ToString()];
        return database.ReadAsync(
            session => session.Number($"SELECT 1 {sql.From} AND p.hash = $5", values) is null
                ? null
                : (int?)session.Number($"SELECT count(*) {sql.From} AND {sql.Before}", values),
            cancellationToken);
    }

    /// <summary>The conversation that shows a picture, the first of several; null when none does.</summary>
    public Task<ConversationId?> FindConversationAsync(UserId user, PictureHash picture, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => session.Number(
                """
                SELECT m.conversation_id FROM pictures p
                JOIN parts ON parts.picture_id = p.id JOIN messages m ON m.id = parts.message_id JOIN conversations c ON c.id = m.conversation_id
                WHERE p.user_id = $1 AND p.hash = $2 AND c.deleted IS NULL ORDER BY m.id LIMIT 1
                """,
                user.Value,
                picture.ToString()) is { } id ? new ConversationId(id) : (ConversationId?)null,
            cancellationToken);
}
