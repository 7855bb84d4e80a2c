using System.Globalization;
using Chameleon.Connector;
using Chameleon.Web.Answers;
using Chameleon.Web.Data;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Conversations;

/// <summary>What a person does with conversations; every open page hears of it. Thread-safe.</summary>
/// <param name="chats">Keeps them.</param>
/// <param name="feed">Told what happens.</param>
/// <param name="desk">Answers.</param>
/// <param name="host">Whose engine has cached what was said.</param>
internal sealed class ChatService(ChatStore chats, ConversationFeed feed, AnswerDesk desk, ChameleonEngineHost host)
{
    private const int TitleLength = 60;

    /// <summary>Says something, in a new conversation when none is named, and has it answered.</summary>
    /// <param name="user">Who.</param>
    /// <param name="conversation">Where; null: a new one.</param>
    /// <param name="parent">The message that it follows; null: it is the first.</param>
    /// <param name="parts">What.</param>
    /// <param name="settings">How to answer.</param>
    /// <returns>The conversation.</returns>
    public async Task<ConversationId> SayAsync(
        UserId user, ConversationId? conversation, MessageId? parent, IReadOnlyList<MessagePart> parts, AnswerSettings settings)
    {
        var id = conversation ?? (await chats.CreateAsync(user, Title(parts))).Id;
        var question = await chats.AddMessageAsync(user, id, parent, MessageRole.User, parts);
        await desk.AskAsync(user, id, question.Id, settings);
        return id;
    }

    /// <summary>Has the question of an answer answered once more.</summary>
    public Task AnswerAgainAsync(UserId user, ConversationId conversation, StoredMessage answer, AnswerSettings settings) =>
        desk.AskAsync(user, conversation, answer.Parent!.Value, settings);

    /// <summary>Shows the branch through a message.</summary>
    public Task ShowAsync(UserId user, ConversationId conversation, MessageId message) =>
        ChangeAsync(conversation, chats.SelectAsync(user, conversation, message));

    /// <summary>Gives it another title.</summary>
    public Task RenameAsync(UserId user, ConversationId conversation, string title) =>
        ChangeAsync(conversation, chats.RenameAsync(user, conversation, title));

    /// <summary>Deletes it; it can be restored.</summary>
    public async Task DeleteAsync(UserId user, ConversationId conversation)
    {
        await ChangeAsync(conversation, chats.DeleteAsync(user, conversation));
        if (host.TryGetEngine(out var engine))
        {
            engine.ForgetCache(conversation.ToString());
        }
    }

    /// <summary>Takes a deletion back.</summary>
    public Task RestoreAsync(UserId user, ConversationId conversation) => ChangeAsync(conversation, chats.RestoreAsync(user, conversation));

    private async Task ChangeAsync(ConversationId conversation, Task change)
    {
        await change;
        feed.Tell(conversation);
    }

    private static string Title(IReadOnlyList<MessagePart> parts)
    {
        var words = string.Join(' ', parts.OfType<TextPart>().SelectMany(part => part.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var letters = new StringInfo(words);
        var count = Math.Min(letters.LengthInTextElements, TitleLength);
        if (count == 0)
        {
            return Words.PicturesOnly;
        }

        // What people see as one letter may be many characters.
        while (count > 0 && letters.SubstringByTextElements(0, count).Length >= DataLimits.Title)
        {
            count--;
        }

        return count == letters.LengthInTextElements ? words : letters.SubstringByTextElements(0, count).TrimEnd() + "…";
    }
}
