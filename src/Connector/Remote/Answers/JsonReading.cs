using System.Text.Json;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>Properties that may be missing or null.</summary>
internal static class JsonReading
{
    public static JsonElement? Has(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Has(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Number(this JsonElement element, string name) =>
        element.Has(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && Math.Abs(number) < 1e18
            ? (long)number
            : null;
}
