using Chameleon.Web.Data.Chats;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Data;

/// <content>Messages: reading, adding, versions and branches.</content>
public sealed partial class ChatStore
{
    /// <summary>The end of the branch that is shown, or what stands before one of its messages.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="conversation">Which.</param>
    /// <param name="limit">How many at most; 1 to <see cref="DataLimits.Page"/>.</param>
    /// <param name="before">First message of the page that is there already; null: from the end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="KeyNotFoundException">No such conversation or message.</exception>
    public Task<MessagePage> ReadAsync(
        UserId user, ConversationId conversation, int limit, MessageId? before = null, CancellationToken cancellationToken = default)
    {
        DataLimits.CheckCount(limit, DataLimits.Page, nameof(limit));
        return database.ReadAsync(session => Read(session, user, conversation, limit, before), cancellationToken);
    }

    /// <summary>A message, or null.</summary>
    public Task<StoredMessage?> FindMessageAsync(
        UserId user, ConversationId conversation, MessageId message, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => MessageTree.IsOwned(session, user, conversation) ? MessageRows.One(session, conversation, message) : null,
            cancellationToken);

    /// <summary>Adds a whole message and shows the branch that it ends.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="conversation">Which.</param>
    /// <param name="parent">
    /// What it follows, usually <see cref="Conversation.Leaf"/>; null: it begins the conversation. With a parent that has
    /// a child already it becomes another version beside that one.
    /// </param>
    /// <param name="role">Who speaks.</param>
    /// <param name="parts">Text and pictures of this user's, in order; enumerated once.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <exception cref="KeyNotFoundException">No such conversation, parent or picture.</exception>
    /// <exception cref="ArgumentException">More parts or text than <see cref="DataLimits"/> says.</exception>
    public Task<StoredMessage> AddMessageAsync(
        UserId user,
        ConversationId conversation,
        MessageId? parent,
        MessageRole role,
        IEnumerable<MessagePart> parts,
        CancellationToken cancellationToken = default)
    {
        var row = new MessageRow { Role = role, Parts = MessageParts.Tidy(parts, nameof(parts)), Created = time.GetUtcNow() };
        _ = Names.Of(role);
        return database.WriteAsync(
            session =>
            {
                MessageTree.CheckOwned(session, user, conversation);
                return Add(session, user, conversation, parent, row);
            },
            cancellationToken);
    }

    /// <summary>Puts another version beside a message, as editing does: same parent, same role, shown from now on.</summary>
    /// <inheritdoc cref="AddMessageAsync" path="/exception"/>
    public Task<StoredMessage> EditAsync(
        UserId user,
        ConversationId conversation,
        MessageId message,
        IEnumerable<MessagePart> parts,
        CancellationToken cancellationToken = default)
    {
        var tidy = MessageParts.Tidy(parts, nameof(parts));
        var now = time.GetUtcNow();
        return database.WriteAsync(
            session =>
            {
                var edited = Require(session, user, conversation, message);
                var row = new MessageRow { Role = edited.Role, Parts = tidy, Created = now };
                return Add(session, user, conversation, edited.Parent, row);
            },
            cancellationToken);
    }

    /// <summary>Begins an answer that grows. With a parent that has one already it becomes another version beside it.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="conversation">Which.</param>
    /// <param name="parent">What is answered.</param>
    /// <param name="answer">With what it is made.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <returns>Takes the answer; ended or disposed by the caller, who may be the only one to have it.</returns>
    /// <exception cref="KeyNotFoundException">No such conversation or parent.</exception>
    /// <exception cref="ArgumentException">Settings that are not stored.</exception>
    public async Task<AnswerWriter> BeginAnswerAsync(
        UserId user, ConversationId conversation, MessageId parent, NewAnswer answer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        DataLimits.CheckLength(answer.Model, DataLimits.Title, nameof(answer));
        answer = answer with { SettingsJson = DataLimits.CheckSettings(answer.SettingsJson, nameof(answer)) };
        var row = new MessageRow
        {
            Role = MessageRole.Assistant,
            State = MessageState.Streaming,
            Answer = answer,
            Parts = [],
            Created = time.GetUtcNow(),
        };
        var message = await database.WriteAsync(
            session =>
            {
                MessageTree.CheckOwned(session, user, conversation);
                return Add(session, user, conversation, parent, row);
            },
            cancellationToken).ConfigureAwait(false);
        return new AnswerWriter(database, time, user, conversation, message);
    }

    /// <summary>Shows the branch through a message, and below it the way that was seen last.</summary>
    /// <exception cref="KeyNotFoundException">No such conversation or message.</exception>
    public Task SelectAsync(
        UserId user, ConversationId conversation, MessageId message, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            user,
            conversation,
            session =>
            {
                MessageTree.CheckHolds(session, conversation, message);
                MessageTree.Select(session, conversation, message);
            },
            cancellationToken);

    /// <summary>Begins another conversation with the branch that ends in a message.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="conversation">Which.</param>
    /// <param name="message">Its last message in the new one.</param>
    /// <param name="title">Title of the new one; null: the same.</param>
    /// <param name="cancellationToken">Cancels while it waits.</param>
    /// <exception cref="KeyNotFoundException">No such conversation or message.</exception>
    public Task<Conversation> ForkAsync(
        UserId user,
        ConversationId conversation,
        MessageId message,
        string? title = null,
        CancellationToken cancellationToken = default)
    {
        title = title is null ? null : DataLimits.CheckTitle(title, nameof(title));
        var now = Now;
        return database.WriteAsync(
            session =>
            {
                _ = Require(session, user, conversation, message);
                var source = Find(session, user, conversation)!;
                var fork = Create(session, user, title ?? source.Title, source.SettingsJson, now);
                MessageId? parent = null;
                foreach (var row in MessageRows.Branch(session, conversation, message, int.MaxValue))
                {
                    parent = MessageTree.Add(session, user, fork.Id, parent, CopyOf(row));
                }

                return Find(session, user, fork.Id)!;
            },
            cancellationToken);
    }

    private static MessagePage Read(Session session, UserId user, ConversationId conversation, int limit, MessageId? before)
    {
        var found = Find(session, user, conversation) ?? throw DataThrow.NoConversation(conversation);
        var last = found.Leaf;
        if (before is { } first)
        {
            last = Require(session, user, conversation, first).Parent;
        }

        if (last is not { } end)
        {
            return new MessagePage([], HasEarlier: false);
        }

        var messages = MessageRows.Branch(session, conversation, end, limit);
        return new MessagePage(messages, HasEarlier: messages[0].Parent is not null);
    }

    private static StoredMessage Add(Session session, UserId user, ConversationId conversation, MessageId? parent, MessageRow row)
    {
        var id = MessageTree.Add(session, user, conversation, parent, row);
        MessageTree.Touch(session, conversation, row.Created.ToUnixTimeMilliseconds());
        return MessageRows.One(session, conversation, id)!;
    }

    private static StoredMessage Require(Session session, UserId user, ConversationId conversation, MessageId message)
    {
        MessageTree.CheckOwned(session, user, conversation);
        return MessageRows.One(session, conversation, message) ?? throw DataThrow.NoMessage(conversation, message);
    }

    private static MessageRow CopyOf(StoredMessage message) => new()
    {
        Role = message.Role,
        Parts = message.Parts,
        // Whoever writes the original does not write the copy.
        State = message.State == MessageState.Streaming ? MessageState.Stopped : message.State,
        Error = message.Error,
        Answer = new NewAnswer(message.Model, message.Seed, message.SettingsJson),
        Usage = message.Usage,
        Created = message.Created,
    };
}
