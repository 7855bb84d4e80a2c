namespace Chameleon.Web.Data.Chats;

/// <summary>A message that is to be stored.</summary>
internal sealed record MessageRow
{
    public required MessageRole Role { get; init; }

    public required IReadOnlyList<MessagePart> Parts { get; init; }

    public MessageState State { get; init; } = MessageState.Done;

    public string? Error { get; init; }

    public NewAnswer Answer { get; init; } = new();

    public AnswerUsage? Usage { get; init; }

    public required DateTimeOffset Created { get; init; }
}
