namespace Chameleon.Web.Data;

/// <summary>A conversation without its messages.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="SettingsJson">Its settings, as one JSON object.</param>
/// <param name="Leaf">Last message of the branch that is shown; null when there is no message.</param>
/// <param name="Created">When it was begun.</param>
/// <param name="Updated">When a message was last added, or ended.</param>
public sealed record Conversation(
    ConversationId Id, string Title, string SettingsJson, MessageId? Leaf, DateTimeOffset Created, DateTimeOffset Updated);
