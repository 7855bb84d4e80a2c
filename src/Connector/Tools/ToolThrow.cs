using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Makes the exceptions of tools, so that each sentence stands in one place.</summary>
internal static class ToolThrow
{
    public static ArgumentException NullTool(int index) => Bad($"Tool {index} is null.", "options");

    public static ArgumentException Unknown(string name, IEnumerable<string> names) => Bad(
        $"{nameof(ChatOptions.ToolMode)} requires the function '{ShortText.Of(name)}'; the tools are {string.Join(", ", names.Select(ShortText.Of))}.",
        "options");

    public static ArgumentException NoTools(ChatToolMode mode) => Bad(
        $"{nameof(ChatOptions.ToolMode)} is {mode.GetType().Name}, which requires a call, and {nameof(ChatOptions.Tools)} is empty.",
        "options");

    public static NotSupportedException Kind(AITool tool) => new(
        $"The tool '{ShortText.Of(tool.Name)}' is a {tool.GetType().Name}; this model calls functions ({nameof(AIFunctionDeclaration)}) alone.");

    public static NotSupportedException Mode(ChatToolMode mode) => new(
        $"{nameof(ChatOptions.ToolMode)} is {mode.GetType().Name}; auto, none and required are known.");

    public static NotSupportedException Result(AIContent content) => new(
        $"The result of a function holds a {content.GetType().Name}, which the model cannot read there; text and JSON are read.");

    private static ArgumentException Bad(string message, string parameter) => new(message, parameter);
}
