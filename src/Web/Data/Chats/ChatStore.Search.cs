using Chameleon.Web.Data.Search;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <content>Search.</content>
public sealed partial class ChatStore
{
    private const int MaxTitles = 50;

    /// <summary>
    /// Finds messages and titles in which every typed word begins a word; Chinese, Japanese and Korean are found anywhere
    /// in a text. Titles come first, then messages, the newest first. An answer is found once it ended. Whatever is typed
    /// is words, never a query language.
    /// </summary>
    /// <param name="user">Whose.</param>
    /// <param name="typed">What was typed; of a long one the beginning counts.</param>
    /// <param name="limit">How many messages at most; 1 to <see cref="DataLimits.Page"/>.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; null: from the start.</param>
    /// <param name="cancellationToken">Cancels, also a search under way.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is no such place.</exception>
    public Task<Page<SearchHit>> SearchAsync(
        UserId user, string typed, int limit, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(typed);
        DataLimits.CheckCount(limit, DataLimits.Page, nameof(limit));
        var place = PageCursor.Parse(after, nameof(after));
        return SearchText.Query(user, typed) is { } query
            ? database.ReadAsync(session => Search(session, user, query, limit, place), cancellationToken)
            : Task.FromResult(new Page<SearchHit>([], null));
    }

    private static Page<SearchHit> Search(Session session, UserId user, string query, int limit, PageCursor? after)
    {
        var messages = PageCursor.Cut(
            session.Query(
                $"""
                SELECT c.id, c.title, m.id, snippet(message_search, 1, char(2), char(3), '…', {Snippet.Words}), m.created
                FROM message_search s JOIN messages m ON m.id = s.rowid JOIN conversations c ON c.id = m.conversation_id
                WHERE message_search MATCH $1 AND s.rowid < $2 AND c.user_id = $3 AND c.deleted IS NULL
                ORDER BY s.rowid DESC LIMIT $4
                """,
                MapHit,
                query,
                after?.Id ?? long.MaxValue,
                user.Value,
                limit + 1),
            limit,
            static last => new PageCursor(0, last.Message!.Value.Value));
        return after is null ? messages with { Items = [.. Titles(session, user, query), .. messages.Items] } : messages;
    }

    private static List<SearchHit> Titles(Session session, UserId user, string query) => session.Query(
        $"""
        SELECT c.id, c.title, NULL, highlight(conversation_search, 1, char(2), char(3)), c.created
        FROM conversation_search s JOIN conversations c ON c.id = s.rowid
        WHERE conversation_search MATCH $1 AND c.user_id = $2 AND c.deleted IS NULL ORDER BY c.updated DESC LIMIT {MaxTitles}
        """,
        MapHit,
        query,
        user.Value);

    private static SearchHit MapHit(SqliteDataReader row) => new(
        new ConversationId(row.GetInt64(0)),
        row.GetString(1),
        row.IsDBNull(2) ? null : new MessageId(row.GetInt64(2)),
        Snippet.Parse(row.GetString(3)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
}
