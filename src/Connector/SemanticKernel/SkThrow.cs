using System.Diagnostics.CodeAnalysis;

namespace Chameleon.SemanticKernel;

/// <summary>Makes the exceptions of this connector, so that each sentence stands in one place.</summary>
[SuppressMessage("Usage", "CA2208", Justification = "The arguments named are those of the public methods.")]
internal static class SkThrow
{
    private const string SettingsName = "executionSettings";
    private const string HistoryName = "chatHistory";
    private const string ThreadName = "thread";

    public static ArgumentException UnreadableSettings(Type type, Exception inner) => new(
        $"{type.Name} cannot be read as {nameof(ChameleonPromptExecutionSettings)}: {inner.Message}", SettingsName, inner);

    public static ArgumentException MaxTokens(int value) => new(
        $"max_tokens is {value}; it must be at least 1.", SettingsName);

    public static ArgumentException ResponseFormat(string what) => new(
        $"response_format is {what}; it can be 'text', 'json_object', a JSON schema or a .NET type.", SettingsName);

    public static ArgumentException EmptyHistory() => new("The chat history is empty; it needs at least one message.", HistoryName);

    public static InvalidOperationException OnlySystemMessages() => new(
        "The chat history holds only system messages; it needs a message to answer.");

    public static NotSupportedException Item(Type type) => new(
        $"{type.Name} cannot be sent to Chameleon; it takes TextContent, ImageContent, FunctionCallContent and FunctionResultContent.");

    public static InvalidOperationException EmptyImage() => new("An ImageContent has neither data nor a Uri.");

    public static InvalidOperationException NoMimeType() => new(
        "An ImageContent has no MimeType; it must say which kind of picture it is, for example image/png.");

    public static InvalidOperationException MimeType(string mimeType) => new(
        $"An ImageContent has the MimeType '{mimeType}'; a picture's begins with image/.");

    public static InvalidOperationException SameName(string name) => new(
        $"Two functions are '{name}' to the model, plugin and function taken together; rename one.");

    public static NotSupportedException NoPicture(string? why) => new(
        why is null ? "The model drew no picture." : $"The model drew no picture: {why}");

    public static ArgumentException Thread(Type type) => new(
        $"The thread is a {type.Name}; the pictures of a streamed answer can be kept in a ChatHistoryAgentThread only.", ThreadName);
}
