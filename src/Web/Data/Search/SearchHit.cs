namespace Chameleon.Web.Data;

/// <summary>A place where something was found.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Title">Its title.</param>
/// <param name="Message">The message; null when the title was found.</param>
/// <param name="Snippet">What stands around it.</param>
/// <param name="Created">When the message, or the conversation, was begun.</param>
public sealed record SearchHit(
    ConversationId Conversation, string Title, MessageId? Message, IReadOnlyList<SnippetPiece> Snippet, DateTimeOffset Created);
