namespace Chameleon.Connector;

/// <summary>A piece of a conversation in the order in which the model reads it, before anything is computed.</summary>
internal abstract record ConversationPart
{
    /// <summary>Text.</summary>
    /// <param name="Value">The text.</param>
    /// <param name="IsAssistants">Whether it is all of what the assistant said at a stretch, and nothing else.</param>
    /// <param name="IsInstructions">Whether it is what the system says at the head of the conversation, and nothing else.</param>
    public sealed record Text(string Value, bool IsAssistants, bool IsInstructions = false) : ConversationPart;

    /// <summary>A picture.</summary>
    /// <param name="Source">Where it comes from.</param>
    public sealed record Picture(PictureSource Source) : ConversationPart;

    /// <summary>The end of a turn.</summary>
    public sealed record EndOfTurn : ConversationPart;
}
