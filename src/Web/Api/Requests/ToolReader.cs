using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads the functions that the model may call.</summary>
internal static class ToolReader
{
    /// <summary>Most functions of a request.</summary>
    public const int MaxTools = 128;

    private static readonly JsonElement NoParameters = JsonDocument.Parse("""{"type":"object","properties":{}}""").RootElement;

    /// <summary>Reads tools and what is said about their use.</summary>
    public static void Read(JsonFields body, ChatOptions options)
    {
        List<AITool> tools = [];
        foreach (var (item, path) in body.List("tools") ?? [])
        {
            tools.Add(tools.Count < MaxTools
                ? Tool(new JsonFields(item, path))
                : throw ApiThrow.Bad($"There are more than {MaxTools} tools, which is the limit.", "tools", "invalid_value"));
        }

        options.Tools = tools.Count > 0 ? tools : null;
        options.ToolMode = body.Any("tool_choice") is { } choice ? Mode(choice, tools) : null;
        options.AllowMultipleToolCalls = body.Any("parallel_tool_calls") is null || body.Flag("parallel_tool_calls") ? null : false;
        if (tools.Count > 0 && body.Any("parallel_tool_calls") is not null && body.Flag("parallel_tool_calls"))
        {
            options.AllowMultipleToolCalls = true;
        }
    }

    /// <summary>A schema; whether it is one that is followed, the grammar decides.</summary>
    public static JsonElement Schema(JsonElement schema, string path) => schema.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
        ? schema.Clone()
        : throw ApiThrow.WrongKind(path, "a schema", schema);

    private static AIFunctionDeclaration Tool(JsonFields tool)
    {
        var kind = tool.RequiredText("type");
        if (kind != "function")
        {
            throw ApiThrow.Value(tool.PathOf("type"), kind, "function");
        }

        var function = tool.Object("function") ?? throw ApiThrow.Missing(tool.PathOf("function"));
        var name = function.RequiredText("name");
        if (name.Length is 0 or > 64 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
        {
            throw ApiThrow.Value(function.PathOf("name"), name, "1 to 64 letters, digits, underscores and hyphens");
        }

        var parameters = function.Any("parameters") is { } schema ? Schema(schema, function.PathOf("parameters")) : NoParameters;
        return AIFunctionFactory.CreateDeclaration(name, function.Text("description") ?? "", parameters);
    }

    private static ChatToolMode Mode(JsonElement choice, List<AITool> tools)
    {
        const string Name = "tool_choice";
        ChatToolMode mode = choice switch
        {
            { ValueKind: JsonValueKind.Object } => ChatToolMode.RequireSpecific(Named(new JsonFields(choice, Name), tools)),
            { ValueKind: not JsonValueKind.String } => throw ApiThrow.WrongKind(Name, "a string or an object", choice),
            _ => choice.GetString() switch
            {
                "none" => ChatToolMode.None,
                "auto" => ChatToolMode.Auto,
                "required" => ChatToolMode.RequireAny,
                var other => throw ApiThrow.Value(Name, other!, "none, auto, required or a function"),
            },
        };
        return mode is RequiredChatToolMode && tools.Count == 0
            ? throw ApiThrow.Bad("'tool_choice' demands a call, and there are no 'tools'.", Name, "invalid_value")
            : mode;
    }

    private static string Named(JsonFields choice, List<AITool> tools)
    {
        var kind = choice.RequiredText("type");
        if (kind != "function")
        {
            throw ApiThrow.Value(choice.PathOf("type"), kind, "function");
        }

        var name = (choice.Object("function") ?? throw ApiThrow.Missing(choice.PathOf("function"))).RequiredText("name");
        return tools.Exists(tool => tool.Name == name) ? name : throw ApiThrow.Value(choice.PathOf("function.name"), name, "one of 'tools'");
    }
}
