using Chameleon.Engine.Generation.Grammar;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>The functions that a request lets the model call, and whether it must.</summary>
/// <param name="Functions">The functions, at least one.</param>
/// <param name="Choice">Whether there must be a call.</param>
/// <param name="MostCalls">Most calls in the answer.</param>
internal sealed record ToolRequest(IReadOnlyList<AIFunctionDeclaration> Functions, ToolCallChoice Choice, int MostCalls)
{
    /// <summary>The tools of a request; null for none.</summary>
    /// <exception cref="ArgumentException">A tool is null, or the one that must be called is missing.</exception>
    /// <exception cref="NotSupportedException">A tool is no function.</exception>
    public static ToolRequest? From(ChatOptions? options)
    {
        if (options?.ToolMode is NoneChatToolMode)
        {
            return null;
        }

        AIFunctionDeclaration[] functions = [.. (options?.Tools ?? []).Select(Function)];
        var mostCalls = options?.AllowMultipleToolCalls == true ? GrammarLimits.MaxToolCalls : 1;
        switch (options?.ToolMode)
        {
            case null or AutoChatToolMode:
                return functions.Length == 0 ? null : new ToolRequest(functions, ToolCallChoice.Auto, mostCalls);
            case RequiredChatToolMode mode when functions.Length == 0:
                throw ToolThrow.NoTools(mode);
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                var named = Array.Find(functions, function => function.Name == name) ?? throw ToolThrow.Unknown(name, functions.Select(function => function.Name));
                return new ToolRequest([named], ToolCallChoice.Required, mostCalls);
            case RequiredChatToolMode:
                return new ToolRequest(functions, ToolCallChoice.Required, mostCalls);
            default:
                throw ToolThrow.Mode(options.ToolMode);
        }
    }

    private static AIFunctionDeclaration Function(AITool tool, int index) =>
        tool as AIFunctionDeclaration ?? throw (tool is null ? ToolThrow.NullTool(index) : ToolThrow.Kind(tool));
}
