namespace Chameleon.Web.Data.Chats;

/// <summary>Roles and states as the database and exported files call them.</summary>
internal static class Names
{
    public static string Of(MessageRole role) => role switch
    {
        MessageRole.System => "system",
        MessageRole.User => "user",
        MessageRole.Assistant => "assistant",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };

    public static string Of(MessageState state) => state switch
    {
        MessageState.Streaming => "streaming",
        MessageState.Done => "done",
        MessageState.Stopped => "stopped",
        MessageState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };

    /// <exception cref="FormatException">No role.</exception>
    public static MessageRole Role(string name) => name switch
    {
        "system" => MessageRole.System,
        "user" => MessageRole.User,
        "assistant" => MessageRole.Assistant,
        _ => throw new FormatException("A role is system, user or assistant."),
    };

    /// <exception cref="FormatException">No state.</exception>
    public static MessageState State(string name) => name switch
    {
        "streaming" => MessageState.Streaming,
        "done" => MessageState.Done,
        "stopped" => MessageState.Stopped,
        "failed" => MessageState.Failed,
        _ => throw new FormatException("A state is streaming, done, stopped or failed."),
    };
}
