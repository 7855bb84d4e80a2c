using System.Text.Json;

namespace Chameleon.Engine.Tests.Generation.Grammar;

/// <summary>Whether a value fits a schema, by the letter of JSON Schema, for the keywords that grammars follow.</summary>
internal static class SchemaValidator
{
    public static bool Fits(JsonElement value, JsonElement schema) => Fits(value, schema, schema);

    private static bool Fits(JsonElement value, JsonElement schema, JsonElement root)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True;
        }

        bool Has(string keyword, out JsonElement found) => schema.TryGetProperty(keyword, out found);
        return (!Has("$ref", out var reference) || Fits(value, Resolve(root, reference.GetString()!), root))
            && (!Has("const", out var constant) || JsonElement.DeepEquals(value, constant))
            && (!Has("enum", out var list) || list.EnumerateArray().Any(item => JsonElement.DeepEquals(value, item)))
            && (!Has("anyOf", out var any) || any.EnumerateArray().Any(item => Fits(value, item, root)))
            && (!Has("oneOf", out var one) || one.EnumerateArray().Count(item => Fits(value, item, root)) == 1)
            && (!Has("type", out var type) || IsOf(value, type))
            && value.ValueKind switch
            {
                JsonValueKind.Object => FitsObject(value, schema, root),
                JsonValueKind.Array => FitsArray(value, schema, root),
                JsonValueKind.String => FitsString(value.GetString()!, schema),
                JsonValueKind.Number => FitsNumber(value.GetDouble(), schema),
                _ => true,
            };
    }

    private static JsonElement Resolve(JsonElement root, string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step)] : at.GetProperty(step));

    private static bool IsOf(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(item => IsOf(value, item))
        : (type.GetString(), value.ValueKind) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", JsonValueKind.Null) or ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => Math.Floor(value.GetDouble()) == value.GetDouble(),
            _ => false,
        };

    private static bool FitsObject(JsonElement value, JsonElement schema, JsonElement root)
    {
        var names = value.EnumerateObject().Select(member => member.Name).ToList();
        if (schema.TryGetProperty("required", out var required) && !required.EnumerateArray().All(name => names.Contains(name.GetString()!)))
        {
            return false;
        }

        foreach (var member in value.EnumerateObject())
        {
            var declared = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out _);
            if (declared ? !Fits(member.Value, properties.GetProperty(member.Name), root)
                : schema.TryGetProperty("additionalProperties", out var additional) && !Fits(member.Value, additional, root))
            {
                return false;
            }
        }

        return true;
    }

    private static bool FitsArray(JsonElement value, JsonElement schema, JsonElement root)
    {
        var items = value.EnumerateArray().ToArray();
        var prefix = schema.TryGetProperty("prefixItems", out var first) ? first.GetArrayLength() : 0;
        return items.Length >= Count(schema, "minItems", 0)
            && items.Length <= Count(schema, "maxItems", int.MaxValue)
            && items.Take(prefix).Select((item, index) => Fits(item, first[index], root)).All(fits => fits)
            && (!schema.TryGetProperty("items", out var rest) || items.Skip(prefix).All(item => Fits(item, rest, root)));
    }

    private static bool FitsString(string value, JsonElement schema)
    {
        var length = value.EnumerateRunes().Count();
        return length >= Count(schema, "minLength", 0)
            && length <= Count(schema, "maxLength", int.MaxValue)
            && (!schema.TryGetProperty("format", out var format) || format.GetString() switch
            {
                "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", out _),
                "date-time" => DateTimeOffset.TryParseExact(value, "yyyy-MM-ddTHH:mm:ssZ", null, System.Globalization.DateTimeStyles.None, out _),
                _ => Guid.TryParseExact(value, "D", out _),
            });
    }

    private static bool FitsNumber(double value, JsonElement schema) =>
        (!schema.TryGetProperty("minimum", out var bound) || value >= bound.GetDouble())
        && (!schema.TryGetProperty("maximum", out bound) || value <= bound.GetDouble())
        && (!schema.TryGetProperty("exclusiveMinimum", out bound) || value > bound.GetDouble())
        && (!schema.TryGetProperty("exclusiveMaximum", out bound) || value < bound.GetDouble());

    private static int Count(JsonElement schema, string keyword, int byDefault) =>
        schema.TryGetProperty(keyword, out var count) ? count.GetInt32() : byDefault;
}
