using System.Text.Json;
using Chameleon.Web.Data.Search;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data.Chats;

/// <summary>
/// Changes to the tree of a conversation. Two things hold between changes: the shown branch ends in a message without
/// children or in one that was chosen to be the last, and from its first message down every chosen child lies on it.
/// </summary>
internal static class MessageTree
{
    /// <exception cref="KeyNotFoundException">No conversation of this user's, or a deleted one.</exception>
    public static void CheckOwned(Session session, UserId user, ConversationId conversation)
    {
        if (!IsOwned(session, user, conversation))
        {
            throw DataThrow.NoConversation(conversation);
        }
    }

    public static bool IsOwned(Session session, UserId user, ConversationId conversation) => session.Number(
        "SELECT 1 FROM conversations WHERE id = $1 AND user_id = $2 AND deleted IS NULL", conversation.Value, user.Value) is not null;

    /// <exception cref="KeyNotFoundException">No such message in this conversation.</exception>
    public static void CheckHolds(Session session, ConversationId conversation, MessageId message)
    {
        if (session.Number("SELECT 1 FROM messages WHERE conversation_id = $1 AND id = $2", conversation.Value, message.Value) is null)
        {
            throw DataThrow.NoMessage(conversation, message);
        }
    }

    /// <summary>Adds a message under another one and makes it the last of the shown branch.</summary>
    /// <exception cref="KeyNotFoundException">The parent or a picture is not there.</exception>
    public static MessageId Add(Session session, UserId user, ConversationId conversation, MessageId? parent, MessageRow row)
    {
        if (parent is { } above)
        {
            CheckHolds(session, conversation, above);
        }

        var id = new MessageId(Insert(session, conversation, parent, row));
        AddParts(session, user, id, 0, row.Parts);
        if (row.State != MessageState.Streaming)
        {
            Index(session, user, id, row.Parts);
        }

        if (parent is { } chosen && IsShown(session, conversation, chosen))
        {
            session.Execute("UPDATE messages SET chosen_child_id = $1 WHERE id = $2", id.Value, chosen.Value);
            session.Execute("UPDATE conversations SET leaf_id = $1 WHERE id = $2", id.Value, conversation.Value);
        }
        else
        {
            Select(session, conversation, id);
        }

        return id;
    }

    /// <summary>Makes the shown branch the one that goes through a message, and below it as far as was seen last.</summary>
    public static void Select(Session session, ConversationId conversation, MessageId message)
    {
        session.Execute(
            """
            WITH RECURSIVE up (id, parent_id, child) AS (
                SELECT id, parent_id, NULL FROM messages WHERE id = $1
                UNION ALL
                SELECT m.id, m.parent_id, up.id FROM up JOIN messages m ON m.id = up.parent_id)
            UPDATE messages SET chosen_child_id = up.child FROM up
            WHERE messages.id = up.id AND up.child IS NOT NULL AND messages.chosen_child_id IS NOT up.child
            """,
            message.Value);
        session.Execute(
            """
            WITH RECURSIVE down (id, next) AS (
                SELECT id, chosen_child_id FROM messages WHERE id = $1
                UNION ALL
                SELECT m.id, m.chosen_child_id FROM down JOIN messages m ON m.id = down.next)
            UPDATE conversations SET leaf_id = (SELECT id FROM down WHERE next IS NULL) WHERE id = $2
            """,
            message.Value,
            conversation.Value);
    }

    public static void Touch(Session session, ConversationId conversation, long now) =>
        session.Execute("UPDATE conversations SET updated = max(updated, $1) WHERE id = $2", now, conversation.Value);

    /// <summary>Adds parts to a message, from a position on.</summary>
    /// <exception cref="KeyNotFoundException">A picture is not there.</exception>
    public static void AddParts(Session session, UserId user, MessageId message, int position, IEnumerable<MessagePart> parts)
    {
        foreach (var part in parts)
        {
            var text = (part as TextPart)?.Text;
            var picture = part is PicturePart { Hash: var hash } ? PictureOf(session, user, hash) : (long?)null;
            session.Execute(
                "INSERT INTO parts (message_id, position, text, picture_id) VALUES ($1, $2, $3, $4)", message.Value, position++, text, picture);
        }
    }

    /// <summary>Makes the text of a message findable.</summary>
    public static void Index(Session session, UserId user, MessageId message, IEnumerable<MessagePart> parts)
    {
        var text = string.Join('\n', parts.OfType<TextPart>().Select(static part => part.Text));
        if (text.Length > 0)
        {
            session.Execute(
                "INSERT INTO message_search (rowid, owner, text) VALUES ($1, $2, $3)", message.Value, SearchText.Owner(user), SearchText.Index(text));
        }
    }

    private static bool IsShown(Session session, ConversationId conversation, MessageId message) =>
        session.Number("SELECT leaf_id FROM conversations WHERE id = $1", conversation.Value) == message.Value;

    private static long Insert(Session session, ConversationId conversation, MessageId? parent, MessageRow row) => session.Number(
        """
        INSERT INTO messages (conversation_id, parent_id, role, state, error, model, seed, settings, usage, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
        """,
        conversation.Value,
        parent?.Value,
        Names.Of(row.Role),
        Names.Of(row.State),
        row.Error,
        row.Answer.Model,
        row.Answer.Seed,
        row.Answer.SettingsJson ?? "{}",
        row.Usage is null ? null : JsonSerializer.Serialize(row.Usage),
        row.Created.ToUnixTimeMilliseconds())!.Value;

    private static long PictureOf(Session session, UserId user, PictureHash hash) =>
        session.Number("SELECT id FROM pictures WHERE user_id = $1 AND hash = $2", user.Value, hash.ToString()) ?? throw DataThrow.NoPicture(hash);
}
