using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Finds out what tools and response format a request asks for.</summary>
internal static class AnswerShaping
{
    /// <summary>The shape of a request's answer; null for plain text and pictures.</summary>
    /// <exception cref="NotSupportedException">It asks for something that is not done.</exception>
    public static IAnswerShape? For(ChatOptions? options)
    {
        if (options?.Tools is { Count: > 0 } && options.ToolMode is not NoneChatToolMode)
        {
            throw ChatThrow.Tools();
        }

        return options?.ResponseFormat is null or ChatResponseFormatText ? null : throw ChatThrow.ResponseFormat(options.ResponseFormat);
    }

    /// <summary>A call or its result as the model reads it in the history.</summary>
    /// <exception cref="NotSupportedException">It cannot be told.</exception>
    public static string Transcribe(AIContent content) => throw ChatThrow.Content(content, ChatRole.Tool);
}
