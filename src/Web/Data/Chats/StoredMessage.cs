namespace Chameleon.Web.Data;

/// <summary>A message of a conversation, as it is in the database.</summary>
public sealed record StoredMessage
{
    /// <summary>Its name.</summary>
    public required MessageId Id { get; init; }

    /// <summary>The message that it follows; null for the first.</summary>
    public required MessageId? Parent { get; init; }

    /// <summary>Who speaks.</summary>
    public required MessageRole Role { get; init; }

    /// <summary>How far it is.</summary>
    public required MessageState State { get; init; }

    /// <summary>What went wrong, when something did.</summary>
    public string? Error { get; init; }

    /// <summary>Name of the model, for answers.</summary>
    public string? Model { get; init; }

    /// <summary>Seed of an answer.</summary>
    public long? Seed { get; init; }

    /// <summary>Settings of an answer, as one JSON object.</summary>
    public string SettingsJson { get; init; } = "{}";

    /// <summary>What the answer cost; null until it ended.</summary>
    public AnswerUsage? Usage { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Text and pictures in order.</summary>
    public required IReadOnlyList<MessagePart> Parts { get; init; }

    /// <summary>The messages that stand in the same place, this one among them, oldest first.</summary>
    public required IReadOnlyList<MessageId> Versions { get; init; }

    /// <summary>All its text, without the pictures.</summary>
    public string Text => string.Concat(Parts.OfType<TextPart>().Select(static part => part.Text));
}
