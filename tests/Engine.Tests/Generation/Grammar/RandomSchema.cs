using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chameleon.Engine.Tests.Generation.Grammar;

/// <summary>Schemas of every supported kind, and documents that fit them.</summary>
internal sealed class RandomSchema
{
    private static readonly string[] Names = ["a", "ab", "abc", "name", "names", "", "é", "x\"y", "日", "tab\t"];
    private static readonly string[] Characters = ["a", "b", " ", "\"", "\\", "\n", "é", "日", "😀", "\u0001", "/", "}", "<"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Random random;

    private RandomSchema(Random random, JsonObject schema) =>
        (this.random, Schema) = (random, JsonSerializer.SerializeToElement(schema));

    public JsonElement Schema { get; }

    public static RandomSchema Create(Random random)
    {
        var schema = Node(random, 3, recursive: true);
        schema["$defs"] = new JsonObject { ["leaf"] = Node(random, 0, recursive: false), ["tree"] = Tree(random) };
        return new RandomSchema(random, schema);
    }

    /// <summary>A document that fits, with blanks where there may be some.</summary>
    public string Document() => Write(Schema, 6);

    private static JsonObject Tree(Random random) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["v"] = Node(random, 0, recursive: false),
            ["next"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/tree" }, new JsonObject { ["type"] = "null" }) },
            ["all"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/tree" }, ["maxItems"] = 2 },
        },
        ["required"] = new JsonArray("v"),
        ["additionalProperties"] = false,
    };

    private static JsonObject Node(Random random, int depth, bool recursive) => random.Next(depth > 0 ? 14 : 8) switch
    {
        0 => Bounded(random, "string", "minLength", "maxLength", 5),
        1 => new JsonObject { ["type"] = "string", ["format"] = random.Next(3) switch { 0 => "date", 1 => "date-time", _ => "uuid" } },
        2 => Bounded(random, "integer", "minimum", "maximum", 1500, -1500),
        3 => new JsonObject { ["type"] = random.Next(2) == 0 ? "number" : "integer", ["title"] = "a number" },
        4 => new JsonObject { ["type"] = random.Next(2) == 0 ? "boolean" : "null" },
        5 => new JsonObject { ["enum"] = new JsonArray("a", "ab", 1, 12, 1.5, null, true, new JsonArray(1, "x"), new JsonObject { ["k"] = "é" }) },
        6 => new JsonObject { ["const"] = random.Next(2) == 0 ? "const \"é\"" : 7 },
        7 => new JsonObject { ["type"] = new JsonArray("string", "null", "integer"), ["maxLength"] = 4 },
        8 or 9 => Object(random, depth, recursive),
        10 => Array(random, depth, recursive),
        11 => new JsonObject { ["anyOf"] = new JsonArray(Node(random, depth - 1, recursive), Node(random, depth - 1, recursive), Object(random, depth, recursive)) },
        12 when recursive => new JsonObject { ["$ref"] = random.Next(2) == 0 ? "#/$defs/leaf" : "#/$defs/tree" },
        _ => new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "boolean" }, Array(random, depth, recursive)) },
    };

    private static JsonObject Bounded(Random random, string type, string least, string most, int largest, int smallest = 0)
    {
        var schema = new JsonObject { ["type"] = type };
        var low = random.Next(smallest, largest);
        if (random.Next(2) == 0)
        {
            schema[least] = low;
        }

        if (random.Next(2) == 0)
        {
            schema[most] = random.Next(low, largest + 1);
        }

        return schema;
    }

    private static JsonObject Object(Random random, int depth, bool recursive)
    {
        var properties = new JsonObject();
        foreach (var name in Names.Where(_ => random.Next(4) == 0))
        {
            properties[name] = Node(random, depth - 1, recursive);
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. properties.Where(_ => random.Next(2) == 0).Select(pair => (JsonNode)pair.Key)]),
        };
        if (random.Next(2) == 0)
        {
            schema["additionalProperties"] = random.Next(3) switch { 0 => false, 1 => true, _ => Node(random, 0, recursive: false) };
        }

        return schema;
    }

    private static JsonObject Array(Random random, int depth, bool recursive)
    {
        var schema = Bounded(random, "array", "minItems", "maxItems", 3);
        if (random.Next(3) > 0)
        {
            schema["items"] = Node(random, depth - 1, recursive);
        }

        if (random.Next(4) == 0)
        {
            schema["prefixItems"] = new JsonArray(Node(random, depth - 1, recursive), Node(random, 0, recursive: false));
        }

        return schema;
    }

    private string Write(JsonElement schema, int depth)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return depth > 0 && random.Next(2) == 0 ? $"{{\"any\":{Write(schema, depth - 1)}}}" : "[1.5e3,{\"a\\u00e9\":null}]".Replace("\\u00e9", "é");
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Write(Schema.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]), depth);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return Spell(constant);
        }

        if (schema.TryGetProperty("enum", out var list))
        {
            return Spell(list[random.Next(list.GetArrayLength())]);
        }

        if (schema.TryGetProperty("anyOf", out var alternatives) || schema.TryGetProperty("oneOf", out alternatives))
        {
            // The last alternative of a recursion is the one that ends it.
            return Write(alternatives[depth > 0 ? random.Next(alternatives.GetArrayLength()) : alternatives.GetArrayLength() - 1], depth - 1);
        }

        var type = schema.GetProperty("type");
        return (type.ValueKind == JsonValueKind.Array ? type[random.Next(type.GetArrayLength())] : type).GetString() switch
        {
            "object" => WriteObject(schema, depth),
            "array" => WriteArray(schema, depth),
            "string" => WriteString(schema),
            "integer" => WriteInteger(schema),
            "number" => random.Next(4) switch { 0 => "-0", 1 => "12.50", 2 => "1E-7", _ => "-123456789012345.6e+12" },
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            _ => "null",
        };
    }

    private string WriteObject(JsonElement schema, int depth)
    {
        var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        var members = schema.GetProperty("properties").EnumerateObject()
            .Where(member => required.Contains(member.Name) || (depth > 0 && random.Next(2) == 0))
            .Select(member => $"{Spell(JsonSerializer.SerializeToElement(member.Name))}:{Blank()}{Write(member.Value, depth - 1)}").ToList();
        if (schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind != JsonValueKind.False && random.Next(2) == 0)
        {
            members.Add($"\"other 😀\":{Blank()}{Write(additional, depth - 1)}");
            members.Add($"\"nam\":{Write(additional, depth - 1)}");
        }

        return $"{{{Join(members)}}}";
    }

    private string WriteArray(JsonElement schema, int depth)
    {
        var least = schema.TryGetProperty("minItems", out var min) ? min.GetInt32() : 0;
        var most = schema.TryGetProperty("maxItems", out var max) ? max.GetInt32() : least + 2;
        var prefix = schema.TryGetProperty("prefixItems", out var first) ? first.EnumerateArray().ToArray() : [];
        var count = depth > 0 ? random.Next(least, most + 1) : least;
        var any = JsonSerializer.SerializeToElement(true);
        return $"[{Join(Enumerable.Range(0, count).Select(i =>
            Write(i < prefix.Length ? prefix[i] : schema.TryGetProperty("items", out var items) ? items : any, depth - 1)))}]";
    }

    private string WriteString(JsonElement schema)
    {
        if (schema.TryGetProperty("format", out var format))
        {
            return format.GetString() switch
            {
                "date" => "\"2024-02-28\"",
                "date-time" => "\"1999-12-01T23:59:00Z\"",
                _ => $"\"{Guid.NewGuid()}\"",
            };
        }

        var least = schema.TryGetProperty("minLength", out var min) ? min.GetInt32() : 0;
        var most = schema.TryGetProperty("maxLength", out var max) ? max.GetInt32() : least + 4;
        var text = string.Concat(Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => Characters[random.Next(Characters.Length)]));
        return random.Next(3) == 0
            ? JsonSerializer.Serialize(text).Replace("\\uD83D\\uDE00", "😀")
            : Spell(JsonSerializer.SerializeToElement(text));
    }

    private string WriteInteger(JsonElement schema)
    {
        var low = schema.TryGetProperty("minimum", out var min) ? min.GetInt32() : schema.TryGetProperty("maximum", out var most) ? most.GetInt32() - 99_999 : -12;
        var high = schema.TryGetProperty("maximum", out var max) ? max.GetInt32() : low + 99_999;
        return random.Next(low, high + 1).ToString();
    }

    private string Join(IEnumerable<string> values) =>
        values.Aggregate((string?)null, (all, value) => all is null ? value : $"{all},{Blank()}{value}") ?? string.Empty;

    private string Blank() => random.Next(2) == 0 ? " " : string.Empty;

    private static string Spell(JsonElement value) => JsonSerializer.Serialize(value, Plain).Replace("\\uD83D\\uDE00", "😀");
}
