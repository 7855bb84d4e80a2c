using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>Reads a chat history item by item, in order. Nothing of it is changed, nothing is left out in silence.</summary>
internal static class HistoryMapper
{
    /// <summary>Refuses a history that has nothing to answer.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    /// <exception cref="InvalidOperationException">It has only system messages.</exception>
    public static void Check(ChatHistory history)
    {
        ArgumentNullException.ThrowIfNull(history, "chatHistory");
        if (history.Count == 0)
        {
            throw SkThrow.EmptyHistory();
        }

        if (history.All(message => RoleOf(message.Role) == AI.ChatRole.System))
        {
            throw SkThrow.OnlySystemMessages();
        }
    }

    /// <summary>The history's messages.</summary>
    /// <exception cref="NotSupportedException">An item is of a kind that the model has no place for.</exception>
    /// <exception cref="InvalidOperationException">A picture is not one.</exception>
    public static List<AI.ChatMessage> ToMessages(ChatHistory history)
    {
        // An agent is the author of its instructions.
        var agent = history.FirstOrDefault(message => RoleOf(message.Role) == AI.ChatRole.System && !string.IsNullOrEmpty(message.AuthorName))?.AuthorName;
        return [.. history.Select(message => ToMessage(message, agent))];
    }

    private static AI.ChatMessage ToMessage(ChatMessageContent message, string? agent)
    {
        var items = message.Items.ToArray();

        // Connectors write a function's result twice into its message, as result and as text.
        var hasResult = items.Any(item => item is FunctionResultContent);
        return new AI.ChatMessage
        {
            Role = IsAnotherAgents(message, agent) ? AI.ChatRole.User : RoleOf(message.Role),
            AuthorName = message.AuthorName,
            Contents = [.. items.Where(item => !(hasResult && item is TextContent)).SelectMany(ToContents)],
        };
    }

    /// <summary>In a chat of agents all have the assistant's role; what another one said was said to this one.</summary>
    private static bool IsAnotherAgents(ChatMessageContent message, string? agent) =>
        agent is not null && message.AuthorName is { Length: > 0 } author && author != agent && RoleOf(message.Role) == AI.ChatRole.Assistant;

    private static IEnumerable<AI.AIContent> ToContents(KernelContent item) => item switch
    {
        TextContent text => [new AI.TextContent(text.Text)],
        ImageContent image => [ToContent(image)],
        FunctionCallContent call => [ToContent(call)],
        FunctionResultContent result => ToContents(result.CallId ?? "", result.Result),
        _ => throw SkThrow.Item(item.GetType()),
    };

    /// <summary>A call; one of the model's own goes back as the model wrote it.</summary>
    private static AI.FunctionCallContent ToContent(FunctionCallContent call) => new(call.Id ?? "", WireName(call), call.Arguments)
    {
        Exception = call.Exception,
        RawRepresentation = (call.InnerContent as AI.FunctionCallContent)?.RawRepresentation,
    };

    /// <summary>What a function answered; its pictures stand after it, where the model sees them.</summary>
    private static IEnumerable<AI.AIContent> ToContents(string callId, object? result)
    {
        AI.AIContent[] contents = result switch
        {
            KernelContent content => [.. ToContents(content)],
            AI.AIContent content => [content],
            IEnumerable<AI.AIContent> many => [.. many],
            _ => [],
        };
        AI.DataContent[] pictures = [.. contents.OfType<AI.DataContent>()];
        return contents.Length == 0
            ? [new AI.FunctionResultContent(callId, result)]
            : [new AI.FunctionResultContent(callId, Told(contents, pictures.Length)), .. pictures];
    }

    private static string Told(AI.AIContent[] contents, int pictures) => string.Join(
        '\n',
        contents.OfType<AI.TextContent>().Select(text => text.Text).Append(pictures switch { 0 => "", 1 => "A picture:", _ => $"{pictures} pictures:" })
            .Where(text => text.Length > 0));

    private static AI.AIContent ToContent(ImageContent image)
    {
        var data = image.Data;
        var hasData = data is { IsEmpty: false };
        if (!hasData && image.Uri is null)
        {
            throw SkThrow.EmptyImage();
        }

        if (string.IsNullOrWhiteSpace(image.MimeType))
        {
            throw SkThrow.NoMimeType();
        }

        if (!image.MimeType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            throw SkThrow.MimeType(image.MimeType);
        }

        return hasData ? new AI.DataContent(data!.Value, image.MimeType) : new AI.UriContent(image.Uri!, image.MimeType);
    }

    private static string WireName(FunctionCallContent call) =>
        string.IsNullOrEmpty(call.PluginName) ? call.FunctionName : $"{call.PluginName}_{call.FunctionName}";

    private static AI.ChatRole RoleOf(AuthorRole role) => role == AuthorRole.Developer ? AI.ChatRole.System : new AI.ChatRole(role.Label);
}
