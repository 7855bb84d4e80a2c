using System.Globalization;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>Options of a chat in a line: those that are set.</summary>
internal static class OptionsText
{
    public static string Of(ChatOptions? options)
    {
        if (options is null)
        {
            return "none";
        }

        (string Name, object? Value)[] typed =
        [
            ("model", options.ModelId),
            ("instructions", options.Instructions),
            ("temperature", options.Temperature),
            ("top_p", options.TopP),
            ("top_k", options.TopK),
            ("max_tokens", options.MaxOutputTokens),
            ("seed", options.Seed),
            ("frequency_penalty", options.FrequencyPenalty),
            ("presence_penalty", options.PresencePenalty),
            ("stop", options.StopSequences is { } stops ? string.Join(" | ", stops) : null),
            ("tools", options.Tools is { } tools ? string.Join(", ", tools.Select(tool => tool.Name)) : null),
        ];
        var further = (options.AdditionalProperties ?? []).Select(pair => (Name: pair.Key, Value: Short(pair.Value)));
        var set = typed.Concat(further)
            .Where(pair => pair.Value is not null)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Name}={pair.Value}"));
        return string.Join("; ", set) is { Length: > 0 } text ? text : "none";
    }

    private static object? Short(object? value) => value switch
    {
        null or string or bool => value,
        _ when value.GetType().IsPrimitive => value,
        System.Text.Json.JsonElement { ValueKind: not (System.Text.Json.JsonValueKind.Array or System.Text.Json.JsonValueKind.Object) } element => element,
        _ => value.GetType().Name,
    };
}
