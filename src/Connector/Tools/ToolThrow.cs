using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Makes the exceptions of tools, so that each sentence stands in one place.</summary>
internal static class ToolThrow
{
    public static ArgumentException NullTool(int index) => Bad($"Tool {index} is null.", "options");

    public static ArgumentException Unknown(string name, IEnumerable<string> names) => Bad(
        $"{nameof(ChatOptions.ToolMode)} requires the function '{Shorten(name)}'; the tools are {string.Join(", ", names.Select(Shorten))}.",
        "options");

    public static ArgumentException NoTools(ChatToolMode mode) => Bad(
        $"{nameof(ChatOptions.ToolMode)} is {mode.GetType().Name}, which requires a call, and {nameof(ChatOptions.Tools)} is empty.",
        "options");

    public static NotSupportedException Kind(AITool tool) => new(
        $"The tool '{Shorten(tool.Name)}' is a {tool.GetType().Name}; this model calls functions ({nameof(AIFunctionDeclaration)}) alone.");

    public static NotSupportedException Mode(ChatToolMode mode) => new(
        $"{nameof(ChatOptions.ToolMode)} is {mode.GetType().Name}; auto, none and required are known.");

    public static NotSupportedException Result(AIContent content) => new(
        $"The result of a function holds a {content.GetType().Name}, which the model cannot read there; text and JSON are read.");

    private static ArgumentException Bad(string message, string parameter) => new(message, parameter);

    private static string Shorten(string text) => text.Length > 80 ? $"{text[..80]}…" : text;
}
