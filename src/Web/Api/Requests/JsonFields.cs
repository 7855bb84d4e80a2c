using System.Text.Json;

namespace Chameleon.Web.Api;

/// <summary>
/// An object that a caller sent, read field by field: each is checked, and refused by its own name. Null is absent. One
/// thread at a time.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement element;
    private readonly string path;
    private readonly HashSet<string> asked = [];

    /// <param name="element">The object.</param>
    /// <param name="path">Where it stands in the body.</param>
    /// <exception cref="ApiException">It is no object.</exception>
    public JsonFields(JsonElement element, string path = "")
    {
        (this.element, this.path) = (element, path);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw ApiThrow.WrongKind(path.Length == 0 ? null : path, "an object", element);
        }
    }

    /// <summary>How a field is called from outside.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>A field of any kind.</summary>
    public JsonElement? Any(string name)
    {
        asked.Add(name);
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>Text.</summary>
    public string? Text(string name) => Any(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } other => throw ApiThrow.WrongKind(PathOf(name), "a string", other),
    };

    /// <summary>Text that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw ApiThrow.Missing(PathOf(name));

    /// <summary>True or false; false when absent.</summary>
    public bool Flag(string name) => Any(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        { } other => throw ApiThrow.WrongKind(PathOf(name), "true or false", other),
    };

    /// <summary>A number within limits.</summary>
    public double? Number(string name, double least, double most) => Any(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble() is var number && number >= least && number <= most
            ? number
            : throw ApiThrow.OutOfRange(PathOf(name), number, FormattableString.Invariant($"it must be from {least} to {most}")),
        { } other => throw ApiThrow.WrongKind(PathOf(name), "a number", other),
    };

    /// <summary>A whole number within limits.</summary>
    public long? Whole(string name, long least = long.MinValue, long most = long.MaxValue) => Any(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw ApiThrow.OutOfRange(PathOf(name), value.GetDouble(), $"it must be a whole number from {least} to {most}"),
        { } other => throw ApiThrow.WrongKind(PathOf(name), "a whole number", other),
    };

    /// <summary>An object.</summary>
    public JsonFields? Object(string name) => Any(name) is { } value ? new JsonFields(value, PathOf(name)) : null;

    /// <summary>The items of a list, each with where it stands; null when absent.</summary>
    public IEnumerable<(JsonElement Item, string Path)>? List(string name) => Any(name) is { } value ? Items(value, PathOf(name)) : null;

    /// <summary>The items of a list, each with where it stands.</summary>
    public static IEnumerable<(JsonElement Item, string Path)> Items(JsonElement list, string path) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Select((item, index) => (item, $"{path}[{index}]"))
        : throw ApiThrow.WrongKind(path, "a list", list);

    /// <summary>Refuses fields that nobody has asked for and that are not null.</summary>
    public void RefuseOthers()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && !asked.Contains(property.Name))
            {
                throw ApiThrow.Unknown(PathOf(property.Name));
            }
        }
    }
}
