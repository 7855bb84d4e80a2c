using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Finds out what tools and response format a request asks for.</summary>
internal static class AnswerShaping
{
    /// <summary>The shape of a request's answer; null for plain text and pictures.</summary>
    /// <exception cref="ArgumentException">The tools or a schema make no sense.</exception>
    /// <exception cref="NotSupportedException">It asks for something that is not done.</exception>
    public static IAnswerShape? For(ChatOptions? options)
    {
        var (tools, schema) = (ToolRequest.From(options), ResponseSchema.From(options?.ResponseFormat));
        return tools is null && schema is null ? null : new ShapedAnswer(tools, schema);
    }

    /// <summary>A call or its result as the model reads it in the history.</summary>
    /// <exception cref="NotSupportedException">It cannot be told.</exception>
    public static string Transcribe(AIContent content) => content switch
    {
        FunctionCallContent call => ToolText.Call(call),
        FunctionResultContent result => ToolText.Result(result),
        _ => throw ChatThrow.Content(content, ChatRole.Tool),
    };
}
