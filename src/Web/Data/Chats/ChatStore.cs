using Chameleon.Web.Data.Chats;
using Chameleon.Web.Data.Search;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <summary>
/// Conversations and the trees of their messages. Whatever belongs to another user, was deleted or never was is
/// equally not there: found as null, and otherwise a <see cref="KeyNotFoundException"/>. Every method may throw
/// <see cref="DataStoreException"/>. Thread-safe.
/// </summary>
public sealed partial class ChatStore
{
    private const string Columns = "c.id, c.title, c.settings, c.leaf_id, c.created, c.updated";

    private readonly Database database;
    private readonly TimeProvider time;

    internal ChatStore(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Begins a conversation without messages.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="title">1 to <see cref="DataLimits.Title"/> characters on one line.</param>
    /// <param name="settingsJson">One JSON object, up to <see cref="DataLimits.Settings"/> characters; null: none.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <exception cref="ArgumentException">A title or settings that are not stored.</exception>
    public Task<Conversation> CreateAsync(
        UserId user, string title, string? settingsJson = null, CancellationToken cancellationToken = default)
    {
        title = DataLimits.CheckTitle(title, nameof(title));
        settingsJson = DataLimits.CheckSettings(settingsJson, nameof(settingsJson));
        var now = Now;
        return database.WriteAsync(session => Create(session, user, title, settingsJson, now), cancellationToken);
    }

    /// <summary>A conversation, or null.</summary>
    public Task<Conversation?> FindAsync(UserId user, ConversationId conversation, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => Find(session, user, conversation), cancellationToken);

    /// <summary>The user's conversations, the one last changed first.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="limit">How many at most; 1 to <see cref="DataLimits.Page"/>.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; null: from the start.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is no such place.</exception>
    public Task<Page<Conversation>> ListAsync(
        UserId user, int limit, string? after = null, CancellationToken cancellationToken = default)
    {
        DataLimits.CheckCount(limit, DataLimits.Page, nameof(limit));
        var place = PageCursor.Parse(after, nameof(after)) ?? new PageCursor(long.MaxValue, long.MaxValue);
        return database.ReadAsync(
            session => PageCursor.Cut(
                session.Query(
                    $"""
                    SELECT {Columns} FROM conversations c
                    WHERE c.user_id = $1 AND c.deleted IS NULL AND (c.updated, c.id) < ($2, $3)
                    ORDER BY c.updated DESC, c.id DESC LIMIT $4
                    """,
                    Map,
                    user.Value,
                    place.Key,
                    place.Id,
                    limit + 1),
                limit,
                static last => new PageCursor(last.Updated.ToUnixTimeMilliseconds(), last.Id.Value)),
            cancellationToken);
    }

    /// <summary>Gives a conversation another title.</summary>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
    public Task RenameAsync(UserId user, ConversationId conversation, string title, CancellationToken cancellationToken = default)
    {
        title = DataLimits.CheckTitle(title, nameof(title));
        return ChangeAsync(
            user,
            conversation,
            session =>
            {
                session.Execute("UPDATE conversations SET title = $1 WHERE id = $2", title, conversation.Value);
                session.Execute("UPDATE conversation_search SET text = $1 WHERE rowid = $2", SearchText.Index(title), conversation.Value);
            },
            cancellationToken);
    }

    /// <summary>Replaces the settings of a conversation.</summary>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
    public Task SetSettingsAsync(
        UserId user, ConversationId conversation, string settingsJson, CancellationToken cancellationToken = default)
    {
        settingsJson = DataLimits.CheckSettings(settingsJson, nameof(settingsJson));
        return ChangeAsync(
            user,
            conversation,
            session => session.Execute("UPDATE conversations SET settings = $1 WHERE id = $2", settingsJson, conversation.Value),
            cancellationToken);
    }

    /// <summary>Deletes a conversation; until it is purged, <see cref="RestoreAsync"/> brings it back.</summary>
    public Task DeleteAsync(UserId user, ConversationId conversation, CancellationToken cancellationToken = default)
    {
        var now = Now;
        return ChangeAsync(
            user,
            conversation,
            session => session.Execute("UPDATE conversations SET deleted = $1 WHERE id = $2", now, conversation.Value),
            cancellationToken);
    }

    /// <summary>Brings a deleted conversation back as it was; no error when it was not deleted.</summary>
    /// <exception cref="KeyNotFoundException">It is gone for good, or never was.</exception>
    public Task RestoreAsync(UserId user, ConversationId conversation, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            session =>
            {
                if (session.Execute(
                    "UPDATE conversations SET deleted = NULL WHERE id = $1 AND user_id = $2", conversation.Value, user.Value) == 0)
                {
                    throw DataThrow.NoConversation(conversation);
                }

                return true;
            },
            cancellationToken);

    internal static Conversation Create(Session session, UserId user, string title, string settingsJson, long now)
    {
        var id = session.Number(
            "INSERT INTO conversations (user_id, title, settings, created, updated) VALUES ($1, $2, $3, $4, $4) RETURNING id",
            user.Value,
            title,
            settingsJson,
            now)!.Value;
        session.Execute(
            "INSERT INTO conversation_search (rowid, owner, text) VALUES ($1, $2, $3)", id, SearchText.Owner(user), SearchText.Index(title));
        return Find(session, user, new ConversationId(id))!;
    }

    internal static Conversation? Find(Session session, UserId user, ConversationId conversation) => session.First(
        $"SELECT {Columns} FROM conversations c WHERE c.id = $1 AND c.user_id = $2 AND c.deleted IS NULL", Map, conversation.Value, user.Value);

    private static Conversation Map(SqliteDataReader row) => new(
        new ConversationId(row.GetInt64(0)),
        row.GetString(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : new MessageId(row.GetInt64(3)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));

    private Task<bool> ChangeAsync(UserId user, ConversationId conversation, Action<Session> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                MessageTree.CheckOwned(session, user, conversation);
                change(session);
                return true;
            },
            cancellationToken);
}
