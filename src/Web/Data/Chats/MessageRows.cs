using System.Text;
using System.Text.Json;
using Chameleon.Web.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Data.Chats;

/// <summary>Messages out of their rows.</summary>
internal static class MessageRows
{
    private const string Columns = """
        m.id, m.parent_id, m.role, m.state, m.error, m.model, m.seed, m.settings, m.usage, m.created,
        (SELECT group_concat(id) FROM (
            SELECT s.id FROM messages s WHERE s.conversation_id = m.conversation_id AND s.parent_id IS m.parent_id ORDER BY s.id))
        """;

    /// <summary>Some messages of a conversation that end with the given one, in order.</summary>
    public static List<StoredMessage> Branch(Session session, ConversationId conversation, MessageId last, int limit) => Read(
        session,
        $"""
        WITH RECURSIVE branch (id, parent_id, depth) AS (
            SELECT id, parent_id, 0 FROM messages WHERE conversation_id = $1 AND id = $2
            UNION ALL
            SELECT m.id, m.parent_id, depth + 1 FROM branch JOIN messages m ON m.id = branch.parent_id WHERE depth + 1 < $3)
        SELECT {Columns} FROM branch JOIN messages m USING (id) ORDER BY depth DESC
        """,
        conversation.Value,
        last.Value,
        limit);

    /// <summary>The ids of a whole branch, in order.</summary>
    public static List<long> BranchIds(Session session, ConversationId conversation, MessageId? last) => session.Query(
        """
        WITH RECURSIVE branch (id, parent_id, depth) AS (
            SELECT id, parent_id, 0 FROM messages WHERE conversation_id = $1 AND id = $2
            UNION ALL
            SELECT m.id, m.parent_id, depth + 1 FROM branch JOIN messages m ON m.id = branch.parent_id)
        SELECT id FROM branch ORDER BY depth DESC
        """,
        static row => row.GetInt64(0),
        conversation.Value,
        last?.Value);

    /// <summary>Certain messages, by id.</summary>
    public static List<StoredMessage> Some(Session session, ConversationId conversation, IEnumerable<long> ids) => Read(
        session,
        $"SELECT {Columns} FROM messages m WHERE m.conversation_id = $1 AND m.id IN (SELECT value FROM json_each($2)) ORDER BY m.id",
        conversation.Value,
        $"[{string.Join(',', ids)}]");

    /// <summary>Some messages of all branches, parents before children.</summary>
    public static List<StoredMessage> After(Session session, ConversationId conversation, MessageId? after, int limit) => Read(
        session,
        $"SELECT {Columns} FROM messages m WHERE m.conversation_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3",
        conversation.Value,
        after?.Value ?? 0,
        limit);

    public static StoredMessage? One(Session session, ConversationId conversation, MessageId id) => Read(
        session, $"SELECT {Columns} FROM messages m WHERE m.conversation_id = $1 AND m.id = $2", conversation.Value, id.Value) is [var message]
        ? message
        : null;

    /// <summary>The parts of a message, adjacent texts put together.</summary>
    public static IReadOnlyList<MessagePart> Parts(Session session, MessageId id) =>
        Parts(session, [id.Value]).TryGetValue(id.Value, out var parts) ? parts : [];

    private static List<StoredMessage> Read(Session session, string sql, params ReadOnlySpan<object?> values)
    {
        var rows = session.Query(sql, Map, values);
        var parts = Parts(session, rows.Select(static row => row.Id.Value));
        return rows.ConvertAll(row => parts.TryGetValue(row.Id.Value, out var own) ? row with { Parts = own } : row);
    }

    private static StoredMessage Map(SqliteDataReader row) => new()
    {
        Id = new MessageId(row.GetInt64(0)),
        Parent = row.IsDBNull(1) ? null : new MessageId(row.GetInt64(1)),
        Role = Names.Role(row.GetString(2)),
        State = Names.State(row.GetString(3)),
        Error = row.IsDBNull(4) ? null : row.GetString(4),
        Model = row.IsDBNull(5) ? null : row.GetString(5),
        Seed = row.IsDBNull(6) ? null : row.GetInt64(6),
        SettingsJson = row.GetString(7),
        Usage = row.IsDBNull(8) ? null : JsonSerializer.Deserialize<AnswerUsage>(row.GetString(8)),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        Versions = [.. row.GetString(10).Split(',').Select(static id => new MessageId(long.Parse(id)))],
        Parts = [],
    };

    private static Dictionary<long, List<MessagePart>> Parts(Session session, IEnumerable<long> messages)
    {
        var parts = new Dictionary<long, List<MessagePart>>();
        var text = new StringBuilder();
        var textOf = 0L;
        session.Query(
            """
            SELECT p.message_id, p.text, i.hash, i.width, i.height
            FROM parts p LEFT JOIN pictures i ON i.id = p.picture_id
            WHERE p.message_id IN (SELECT value FROM json_each($1)) ORDER BY p.message_id, p.position
            """,
            row =>
            {
                var message = row.GetInt64(0);
                if (row.IsDBNull(2))
                {
                    EndTextUnless(message);
                    text.Append(row.GetString(1));
                    textOf = message;
                }
                else
                {
                    EndTextUnless(0);
                    Of(message).Add(new PicturePart(PictureHash.Parse(row.GetString(2)), row.GetInt32(3), row.GetInt32(4)));
                }

                return true;
            },
            $"[{string.Join(',', messages)}]");
        EndTextUnless(0);
        return parts;

        void EndTextUnless(long message)
        {
            if (textOf != message && text.Length > 0)
            {
                Of(textOf).Add(new TextPart(text.ToString()));
                text.Clear();
            }
        }

        List<MessagePart> Of(long message)
        {
            if (!parts.TryGetValue(message, out var own))
            {
                parts.Add(message, own = []);
            }

            return own;
        }
    }
}
