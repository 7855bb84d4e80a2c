using System.Text.Json;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>The types of JSON Schema.</summary>
internal static class SchemaTypes
{
    public const string Array = "array";
    public const string Boolean = "boolean";
    public const string Integer = "integer";
    public const string Null = "null";
    public const string Number = "number";
    public const string Object = "object";
    public const string String = "string";

    private static readonly string[] All = [Object, Array, String, Number, Boolean, Null];

    private static readonly (string Type, string[] Keywords)[] Telling =
    [
        (Object, ["properties", "required", "additionalProperties"]),
        (Array, ["items", "prefixItems", "minItems", "maxItems"]),
        (String, ["minLength", "maxLength", "format"]),
        (Integer, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
    ];

    /// <summary>
    /// The types that a schema allows: those it names; without <c>type</c>, the one that its other keywords speak of; with
    /// none of these, all.
    /// </summary>
    public static IReadOnlyList<string> Of(SchemaPlace schema)
    {
        if (schema.Find("type") is { } type)
        {
            var names = type.Element.ValueKind == JsonValueKind.Array ? type.Strings() : [type.String()];
            foreach (var name in names)
            {
                if (name != Integer && !All.Contains(name))
                {
                    throw GrammarThrow.Malformed(type.Pointer, $"\"{name}\" is not a type");
                }
            }

            return names.Count > 0 ? [.. names.Distinct()] : throw GrammarThrow.Malformed(type.Pointer, "it is empty");
        }

        string[] told = [.. Telling.Where(pair => pair.Keywords.Any(schema.Has)).Select(pair => pair.Type)];
        return told switch
        {
            [] => All,
            [var only] => [only],
            _ => throw GrammarThrow.Unsupported(schema.Pointer, $"it speaks of {string.Join(" and ", told)} without a type"),
        };
    }

    /// <summary>Whether a value is of one of the types.</summary>
    public static bool IsOf(JsonElement value, IReadOnlyList<string> types) => value.ValueKind switch
    {
        JsonValueKind.Object => types.Contains(Object),
        JsonValueKind.Array => types.Contains(Array),
        JsonValueKind.String => types.Contains(String),
        JsonValueKind.True or JsonValueKind.False => types.Contains(Boolean),
        JsonValueKind.Null => types.Contains(Null),
        _ => types.Contains(Number) || (types.Contains(Integer) && value.TryGetDouble(out var number) && Math.Floor(number) == number),
    };
}
