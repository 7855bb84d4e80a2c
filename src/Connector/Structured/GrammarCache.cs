using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Grammars that were compiled before: with a grammar, an engine keeps what it has found out about it, so the next answer
/// under the same tools or schema starts where the last one ended. Thread-safe.
/// </summary>
internal static class GrammarCache
{
    private const int MostKept = 32;

    private static readonly LruCache<string, TokenGrammar> Known = new(MostKept, _ => 1);

    /// <summary>The grammar of a request's answer.</summary>
    /// <param name="tools">Functions that it may call; null for none.</param>
    /// <param name="schema">What it must fit where it calls none; null for free text.</param>
    /// <exception cref="NotSupportedException">A schema says something that is not followed; the message says what and where.</exception>
    /// <exception cref="ArgumentException">A schema is malformed, or functions cannot be told apart.</exception>
    public static TokenGrammar Get(ToolRequest? tools, ResponseSchema? schema)
    {
        var key = KeyOf(tools, schema);
        if (!Known.TryGet(key, out var grammar))
        {
            grammar = Compile(tools, schema);
            Known.Set(key, grammar);
        }

        return grammar;
    }

    private static TokenGrammar Compile(ToolRequest? tools, ResponseSchema? schema)
    {
        if (tools is null)
        {
            return schema?.Schema is { } element ? TokenGrammar.JsonSchema(element) : TokenGrammar.JsonObject;
        }

        ToolSchema[] schemas = [.. tools.Functions.Select(function => new ToolSchema(function.Name, function.JsonSchema))];
        return TokenGrammar.ToolCalls(schemas, tools.Choice, tools.MostCalls, schema?.Element);
    }

    private static string KeyOf(ToolRequest? tools, ResponseSchema? schema) => JsonSerializer.Serialize(new
    {
        choice = tools?.Choice,
        calls = tools?.MostCalls,
        functions = tools?.Functions.Select(function => new { name = function.Name, parameters = function.JsonSchema }),
        schema = schema?.Element,
    });
}
