using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>What a response format asks for.</summary>
/// <param name="Schema">What the answer must fit; null for any object.</param>
/// <param name="Instructions">How the model is told.</param>
internal sealed record ResponseSchema(JsonElement? Schema, string Instructions)
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    /// <summary>The schema, also where it is any object's.</summary>
    public JsonElement Element => Schema ?? AnyObject;

    /// <summary>What a format asks for; null for plain text.</summary>
    /// <exception cref="NotSupportedException">It is a format of another kind.</exception>
    public static ResponseSchema? From(ChatResponseFormat? format) => format switch
    {
        null or ChatResponseFormatText => null,
        ChatResponseFormatJson { Schema: { } schema } json => new ResponseSchema(
            schema, $"Answer with a JSON document{Named(json)} that fits this schema, and nothing else: {Compact(schema)}"),
        ChatResponseFormatJson => new ResponseSchema(null, "Answer with a JSON object and nothing else."),
        _ => throw ChatThrow.ResponseFormat(format),
    };

    private static string Named(ChatResponseFormatJson json)
    {
        string[] said = [.. new[] { json.SchemaName, json.SchemaDescription }.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!)];
        return said.Length == 0 ? string.Empty : $" ({string.Join(": ", said)})";
    }

    private static string Compact(JsonElement schema) => JsonSerializer.Serialize(schema);
}
