using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Requests;

/// <summary>Functions that a model may call, as fields of a request's body.</summary>
internal static class ToolFields
{
    /// <exception cref="NotSupportedException">A tool that is not a function.</exception>
    public static void Set(JsonObject fields, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        OptionFields.Set(fields, "tools", new JsonArray([.. tools.Select(Describe)]));
        OptionFields.Set(fields, "tool_choice", Choice(options.ToolMode));
        OptionFields.Set(fields, "parallel_tool_calls", options.AllowMultipleToolCalls);
    }

    private static JsonObject Describe(AITool tool)
    {
        if (tool is not AIFunctionDeclaration function)
        {
            throw RemoteThrow.Content(tool, "as a tool; functions are sent");
        }

        var described = new JsonObject { ["name"] = function.Name };
        OptionFields.Set(described, "description", function.Description is { Length: > 0 } text ? text : null);
        described["parameters"] = JsonNode.Parse(function.JsonSchema.GetRawText());
        return new JsonObject { ["type"] = "function", ["function"] = described };
    }

    private static JsonNode? Choice(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => "none",
        AutoChatToolMode => "auto",
        RequiredChatToolMode { RequiredFunctionName: { } name } => new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name },
        },
        RequiredChatToolMode => "required",
        _ => null,
    };
}
