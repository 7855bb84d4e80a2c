using System.Text.Encodings.Web;
using System.Text.Json;
using Chameleon.Engine.Generation.Grammar;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// What the model reads about tools. All of it is plain text: the functions at the head of the conversation, one a line;
/// its own calls as it wrote them; results behind a marker of their own, in the order of the calls.
/// </summary>
internal static class ToolText
{
    /// <summary>The text that the result of a call begins with.</summary>
    public const string ResultMarker = "<tool_result>";

    private static readonly JsonSerializerOptions Readable = new(AIJsonUtilities.DefaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    };

    /// <summary>The functions, and how one is called.</summary>
    public static string Describe(ToolRequest tools)
    {
        var call = TokenGrammar.ToolCallMarker + """{"name": …, "arguments": {…}}""";
        var rule = tools.Choice == ToolCallChoice.Required
            ? $"Answer with a call of one of these functions, as {call}, and nothing else."
            : $"You can call these functions. To call one, write {call} and end the answer there.";
        var several = tools.MostCalls > 1 ? [$"Up to {tools.MostCalls} calls may follow each other."] : (string[])[];
        return string.Join('\n', [rule, .. several, .. tools.Functions.Select(Describe)]);
    }

    /// <summary>A call as the model reads it in the history: as it wrote it, where it did.</summary>
    public static string Call(FunctionCallContent call) => call.RawRepresentation is WrittenCall written
        ? written.Text
        : $"{TokenGrammar.ToolCallMarker}{{\"name\": {Json(call.Name)}, \"arguments\": {Json(call.Arguments ?? new Dictionary<string, object?>())}}}";

    /// <summary>The result of a call. Of an exception the model learns only that there was one, as it may hold anything.</summary>
    /// <exception cref="NotSupportedException">It holds content that is neither text nor JSON.</exception>
    public static string Result(FunctionResultContent result) => ResultMarker + result.Result switch
    {
        null when result.Exception is not null => """{"error": "The function failed."}""",
        AIContent content => Json(Text(content)),
        IEnumerable<AIContent> contents => Json(string.Concat(contents.Select(Text))),
        var value => Json(value),
    };

    private static string Describe(AIFunctionDeclaration function) =>
        Json(new { name = function.Name, description = function.Description, parameters = function.JsonSchema });

    private static string Text(AIContent content) => content is TextContent text ? text.Text : throw ToolThrow.Result(content);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);
}
