using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data.Chats;

/// <summary>Ends answers: their rows are put together, and they become findable.</summary>
internal static class AnswerEnd
{
    public static void Write(
        Session session,
        UserId user,
        ConversationId conversation,
        MessageId message,
        MessageState state,
        string? error,
        string? usage,
        long now)
    {
        session.Execute(
            "UPDATE messages SET state = $1, error = $2, usage = $3 WHERE id = $4", Names.Of(state), error, usage, message.Value);
        var parts = MessageRows.Parts(session, message);
        session.Execute("DELETE FROM parts WHERE message_id = $1", message.Value);
        MessageTree.AddParts(session, user, message, 0, parts);
        MessageTree.Index(session, user, message, parts);
        MessageTree.Touch(session, conversation, now);
    }

    /// <summary>Stops the answers that the last process left growing.</summary>
    public static int StopAbandoned(Session session)
    {
        var abandoned = session.Query(
            """
            SELECT c.user_id, c.id, m.id, c.updated FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.state = 'streaming'
            """,
            static row => (User: new UserId(row.GetInt64(0)), Conversation: new ConversationId(row.GetInt64(1)), Message: new MessageId(row.GetInt64(2)), Updated: row.GetInt64(3)));
        foreach (var (user, conversation, message, updated) in abandoned)
        {
            Write(session, user, conversation, message, MessageState.Stopped, error: null, usage: null, updated);
        }

        return abandoned.Count;
    }
}
