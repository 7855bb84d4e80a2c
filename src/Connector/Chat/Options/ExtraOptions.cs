using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Reads additional properties as they come: typed, as another kind of number, as a string, or as JSON. Null is unset.</summary>
/// <param name="values">The properties; null for none.</param>
internal readonly struct ExtraOptions(AdditionalPropertiesDictionary? values)
{
    /// <summary>A number.</summary>
    public float? Number(string key) => Double(key) is { } value ? (float)value : null;

    /// <summary>A whole number.</summary>
    public int? Count(string key) => Double(key) switch
    {
        null => null,
        { } value when value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue => (int)value,
        { } value => throw ChatThrow.Option(key, value, $"it must be a whole number up to {int.MaxValue}"),
    };

    /// <summary>A whole number of 64 bits; all its bits count, as those of a seed do.</summary>
    public long? Whole(string key) => Value(key) switch
    {
        null => null,
        double when values![key] is JsonElement json && json.TryGetInt64(out var exact) => exact,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(values![key], CultureInfo.InvariantCulture),
        double or float or decimal when Double(key) is { } value && value == Math.Floor(value) && Math.Abs(value) < long.MaxValue => (long)value,
        { } other => throw ChatThrow.WrongKind(key, other, "a whole number of 64 bits"),
    };

    /// <summary>True or false.</summary>
    public bool? Flag(string key) => Value(key) switch
    {
        null => null,
        bool value => value,
        string text when bool.TryParse(text, out var value) => value,
        { } other => throw ChatThrow.WrongKind(key, other, "true or false"),
    };

    /// <summary>Text.</summary>
    public string? Text(string key) => Value(key) switch
    {
        null => null,
        string text => text,
        { } other => throw ChatThrow.WrongKind(key, other, "a string"),
    };

    /// <summary>One of an enumeration's names, in any case.</summary>
    public T? Choice<T>(string key)
        where T : struct, Enum => Value(key) switch
        {
            null => null,
            T value when Enum.IsDefined(value) => value,
            string text when Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) => Enum.Parse<T>(text, ignoreCase: true),
            { } other => throw ChatThrow.WrongKind(key, other, $"one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}"),
        };

    private double? Double(string key) => Value(key) switch
    {
        null => null,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        double or float or decimal or int or long or short or byte or uint or ulong or ushort or sbyte =>
            Convert.ToDouble(Value(key), CultureInfo.InvariantCulture),
        { } other => throw ChatThrow.WrongKind(key, other, "a number"),
    };

    private object? Value(string key) => values is not null && values.TryGetValue(key, out var value) ? Plain(value) : null;

    private static object? Plain(object? value) => value is not JsonElement json
        ? value
        : json.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => json,
        };
}
