using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ChatCompletionOptions = OpenAI.Chat.ChatCompletionOptions;

namespace Chameleon.Connector.Remote.Requests;

/// <summary>
/// Options as fields of a request's body. What the caller's raw options set goes before the typed options, and these
/// before the additional properties, which servers like vLLM read as further fields (top_k, min_p and so on).
/// </summary>
internal static class OptionFields
{
    private static readonly HashSet<string> Ours = ["model", "messages", "prompt", "stream", "stream_options", "n"];

    /// <summary>Whether a field is the client's own and not an option.</summary>
    public static bool IsOurs(string name) => Ours.Contains(name);

    /// <exception cref="ArgumentException">A raw representation of another kind, or an additional property that would replace one of the client's fields.</exception>
    /// <exception cref="NotSupportedException">A tool that is not a function.</exception>
    public static JsonObject Of(ChatOptions? options, IChatClient client)
    {
        if (options is null)
        {
            return [];
        }

        var fields = Raw(options.RawRepresentationFactory?.Invoke(client));
        Set(fields, "max_tokens", options.MaxOutputTokens, unless: "max_completion_tokens");
        Set(fields, "temperature", Number(options.Temperature));
        Set(fields, "top_p", Number(options.TopP));
        Set(fields, "top_k", options.TopK);
        Set(fields, "seed", options.Seed);
        Set(fields, "frequency_penalty", Number(options.FrequencyPenalty));
        Set(fields, "presence_penalty", Number(options.PresencePenalty));
        Set(fields, "stop", options.StopSequences is { Count: > 0 } stops ? new JsonArray([.. stops.Select(stop => JsonValue.Create(stop))]) : null);
        Set(fields, "reasoning_effort", Effort(options.Reasoning?.Effort));
        Set(fields, "response_format", Format(options.ResponseFormat));
        ToolFields.Set(fields, options);
        AddFurther(fields, options.AdditionalProperties);
        return fields;
    }

    /// <summary>Sets what is not set.</summary>
    public static void Set(JsonObject fields, string name, JsonNode? value, string? unless = null)
    {
        if (value is not null && fields[name] is null && (unless is null || fields[unless] is null))
        {
            fields[name] = value;
        }
    }

    /// <summary>Sets the additional properties that are not set and that JSON knows.</summary>
    /// <exception cref="ArgumentException">One would replace one of the client's fields.</exception>
    public static void AddFurther(JsonObject fields, AdditionalPropertiesDictionary? further)
    {
        foreach (var (name, value) in further ?? [])
        {
            if (IsOurs(name))
            {
                throw new ArgumentException($"The additional property '{name}' would replace what the client writes there itself.");
            }

            Set(fields, name, Simple(value));
        }
    }

    private static JsonObject Raw(object? raw) => raw switch
    {
        null => [],
        JsonObject fields => (JsonObject)fields.DeepClone(),
        ChatCompletionOptions options => (JsonObject)JsonNode.Parse(ModelReaderWriter.Write(options).ToMemory().Span)!,
        _ => throw new ArgumentException(
            $"The raw representation of the options is a {raw.GetType().Name}; a remote engine takes OpenAI's ChatCompletionOptions or a JsonObject."),
    };

    /// <summary>As it is written, and not with the digits that a float gets as a double.</summary>
    private static JsonValue? Number(float? value) => value is { } number ? JsonValue.Create(number) : null;

    private static JsonNode? Effort(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        _ => "xhigh",
    };

    private static JsonObject? Format(ChatResponseFormat? format) => format switch
    {
        null => null,
        ChatResponseFormatJson { Schema: { } schema } json => new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = Schema(json, schema),
        },
        ChatResponseFormatJson => new JsonObject { ["type"] = "json_object" },
        _ => new JsonObject { ["type"] = "text" },
    };

    private static JsonObject Schema(ChatResponseFormatJson format, JsonElement schema)
    {
        var described = new JsonObject { ["name"] = format.SchemaName ?? "answer" };
        Set(described, "description", format.SchemaDescription);
        described["schema"] = JsonNode.Parse(schema.GetRawText());
        return described;
    }

    /// <summary>Values that JSON knows. Objects are not the server's: other layers leave theirs among the properties.</summary>
    private static JsonNode? Simple(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        string or bool or decimal => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions),
        _ when value.GetType().IsPrimitive => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions),
        IEnumerable<string> texts => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        _ => null,
    };
}
