using System.Globalization;
using System.Text.Json;

namespace Chameleon.Engine.Models;

/// <summary>
/// One JSON object of a config file, read field by field; what is wrong is refused with file, field, value and limit.
/// </summary>
internal sealed class ConfigObject
{
    private const long LargestFile = 64L << 20;

    private readonly Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
    private readonly string source;
    private readonly string prefix;

    private ConfigObject(JsonElement element, string source, string prefix)
    {
        (this.source, this.prefix) = (source, prefix);
        foreach (var field in element.EnumerateObject())
        {
            if (!fields.TryAdd(field.Name, field.Value))
            {
                throw Refuse(field.Name, "stands there twice.");
            }
        }
    }

    /// <summary>Names and values, in the file's order.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Fields => fields;

    /// <summary>Reads a whole file.</summary>
    public static ConfigObject ReadFile(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= LargestFile
            ? Parse(File.ReadAllBytes(path), path)
            : throw new ModelConfigException(path, "file", $"has {length:N0} bytes; a config has at most {LargestFile:N0}.");
    }

    /// <summary>Parses UTF-8 JSON whose root is an object.</summary>
    public static ConfigObject Parse(ReadOnlyMemory<byte> utf8, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigObject(document.RootElement.Clone(), source, prefix: "")
                : throw new ModelConfigException(source, "root", $"is {Describe(document.RootElement)}, expected an object.");
        }
        catch (JsonException e)
        {
            throw new ModelConfigException(source, "file", $"is not JSON: {e.Message}");
        }
    }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => fields.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The field's value as the file writes it, shortened; for messages.</summary>
    public string Describe(string name) => Has(name) ? Describe(fields[name]) : "null";

    /// <summary>A whole number within limits.</summary>
    public int Int(string name, int least, int most, int? fallback = null)
    {
        if (!Has(name))
        {
            return fallback ?? throw Refuse(name, "is missing.");
        }

        return fields[name].ValueKind == JsonValueKind.Number && fields[name].TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw Refuse(name, $"is {Describe(name)}, expected a whole number from {least} to {most}.");
    }

    /// <summary>A finite number of at least <paramref name="least"/>.</summary>
    public double Number(string name, double least, double fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }

        return fields[name].ValueKind == JsonValueKind.Number && fields[name].TryGetDouble(out var value) && double.IsFinite(value) && value >= least
            ? value
            : throw Refuse(name, $"is {Describe(name)}, expected a number of at least {least.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>true or false.</summary>
    public bool Bool(string name, bool fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }

        return fields[name].ValueKind is JsonValueKind.True or JsonValueKind.False
            ? fields[name].GetBoolean()
            : throw Refuse(name, $"is {Describe(name)}, expected true or false.");
    }

    /// <summary>A string, or the <c>content</c> of an object, as tokenizer files write tokens.</summary>
    public string? Token(string name) =>
        Has(name) && fields[name].ValueKind == JsonValueKind.Object ? Object(name)!.Text("content") : Text(name);

    /// <summary>A string.</summary>
    public string? Text(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        return fields[name].ValueKind == JsonValueKind.String
            ? fields[name].GetString()
            : throw Refuse(name, $"is {Describe(name)}, expected a string.");
    }

    /// <summary>A list of whole numbers within limits.</summary>
    public int[] Ints(string name, int least, int most, int[] fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }

        var list = fields[name];
        var values = list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var value) ? value : least - 1L).ToArray()
            : [least - 1L];
        return values.All(value => value >= least && value <= most)
            ? [.. values.Select(value => (int)value)]
            : throw Refuse(name, $"is {Describe(name)}, expected a list of whole numbers from {least} to {most}.");
    }

    /// <summary>A list of strings; empty when it is not there.</summary>
    public string[] Texts(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        return fields[name].ValueKind == JsonValueKind.Array && fields[name].EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. fields[name].EnumerateArray().Select(item => item.GetString()!)]
            : throw Refuse(name, $"is {Describe(name)}, expected a list of strings.");
    }

    /// <summary>An object; null when it is not there.</summary>
    public ConfigObject? Object(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        return fields[name].ValueKind == JsonValueKind.Object
            ? new ConfigObject(fields[name], source, $"{prefix}{name}.")
            : throw Refuse(name, $"is {Describe(name)}, expected an object.");
    }

    /// <summary>The exception for a field of this object.</summary>
    public ModelConfigException Refuse(string name, string problem) => new(source, prefix + name, problem);

    private static string Describe(JsonElement value)
    {
        const int Longest = 80;
        var text = value.GetRawText();
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }
}
