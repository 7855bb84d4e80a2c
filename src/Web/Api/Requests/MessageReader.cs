using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads a message: text and pictures in any order, calls of functions and their results.</summary>
internal static class MessageReader
{
    /// <summary>Reads one. Fields that are not known are another server's news about it, and are passed over.</summary>
    /// <exception cref="ApiException">It makes no sense.</exception>
    public static ChatMessage Read(JsonFields message)
    {
        var role = message.RequiredText("role");
        return role switch
        {
            "system" or "developer" or "user" => new ChatMessage(new ChatRole(role), Contents(message, isRequired: true)),
            "assistant" => Assistants(message),
            "tool" => new ChatMessage(ChatRole.Tool, [Result(message)]),
            _ => throw ApiThrow.Value(message.PathOf("role"), role, "system, developer, user, assistant or tool"),
        };
    }

    private static ChatMessage Assistants(JsonFields message)
    {
        (JsonElement Item, string Path)[] calls = [.. message.List("tool_calls") ?? []];
        var contents = Contents(message, isRequired: calls.Length == 0 && message.Any("images") is null && message.Any("refusal") is null);
        if (message.List("images") is { } pictures)
        {
            contents = DrawnPictures.Place(contents, pictures);
        }

        contents.AddRange(calls.Select(call => Call(new JsonFields(call.Item, call.Path))));
        return new ChatMessage(ChatRole.Assistant, contents);
    }

    private static List<AIContent> Contents(JsonFields message, bool isRequired)
    {
        var path = message.PathOf("content");
        return message.Any("content") switch
        {
            null => isRequired ? throw ApiThrow.Missing(path) : [],
            { ValueKind: JsonValueKind.String } text => [new TextContent(text.GetString())],
            { ValueKind: JsonValueKind.Array } parts => [.. JsonFields.Items(parts, path).Select(part => Part(new JsonFields(part.Item, part.Path)))],
            { } other => throw ApiThrow.WrongKind(path, "a string or a list of parts", other),
        };
    }

    private static AIContent Part(JsonFields part)
    {
        switch (part.RequiredText("type"))
        {
            case "text":
                return new TextContent(part.RequiredText("text"));
            case "refusal":
                return new TextContent(part.RequiredText("refusal"));
            case "image_url":
                return PictureReader.Read(part);
            case var other:
                throw ApiThrow.Value(part.PathOf("type"), other, "text or image_url: this model reads text and pictures");
        }
    }

    private static FunctionCallContent Call(JsonFields call)
    {
        var function = call.Object("function") ?? throw ApiThrow.Missing(call.PathOf("function"));
        var arguments = function.Text("arguments") is { Length: > 0 } text ? text : "{}";
        var path = function.PathOf("arguments");
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new FunctionCallContent(
                    call.RequiredText("id"),
                    function.RequiredText("name"),
                    document.RootElement.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value.Clone()))
                : throw ApiThrow.WrongKind(path, "the text of an object", document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw ApiThrow.Bad($"'{path}' must be the text of a JSON object without a name twice.", path, "invalid_value");
        }
    }

    private static FunctionResultContent Result(JsonFields message)
    {
        var text = new StringBuilder();
        foreach (var content in Contents(message, isRequired: true))
        {
            text.Append(content is TextContent part
                ? part.Text
                : throw ApiThrow.Refused(message.PathOf("content"), "the model reads text alone in the result of a function"));
        }

        return new FunctionResultContent(message.RequiredText("tool_call_id"), text.ToString());
    }
}
