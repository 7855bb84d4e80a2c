using System.Globalization;
using System.Text.Json;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>A schema inside a document, and where.</summary>
/// <param name="Root">The document.</param>
/// <param name="Element">The schema.</param>
/// <param name="Pointer">Its JSON pointer (RFC 6901), as a fragment.</param>
internal readonly record struct SchemaPlace(JsonElement Root, JsonElement Element, string Pointer)
{
    /// <summary>Whether a keyword is there.</summary>
    public bool Has(string keyword) => Element.TryGetProperty(keyword, out _);

    /// <summary>Where a keyword stands.</summary>
    public string PointerTo(string keyword) => $"{Pointer}/{keyword.Replace("~", "~0").Replace("/", "~1")}";

    /// <summary>What a keyword says; null when it is not there.</summary>
    public SchemaPlace? Find(string keyword) =>
        Element.TryGetProperty(keyword, out var value) ? new SchemaPlace(Root, value, PointerTo(keyword)) : null;

    /// <summary>The members of an object, the last of those with equal names, in order.</summary>
    public IReadOnlyList<(string Name, SchemaPlace Value)> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw GrammarThrow.Malformed(Pointer, $"it is {Describe(Element)}, expected an object");
        }

        var members = new OrderedDictionary<string, SchemaPlace>();
        foreach (var member in Element.EnumerateObject())
        {
            var name = WellFormed(() => member.Name);
            members[name] = new SchemaPlace(Root, member.Value, PointerTo(name));
        }

        return [.. members.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<SchemaPlace> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw GrammarThrow.Malformed(Pointer, $"it is {Describe(Element)}, expected an array");
        }

        var (root, pointer) = (Root, Pointer);
        return [.. Element.EnumerateArray().Select((item, index) => new SchemaPlace(root, item, $"{pointer}/{index}"))];
    }

    /// <summary>The strings of an array.</summary>
    public IReadOnlyList<string> Strings() => [.. Items().Select(item => item.String())];

    /// <summary>A string.</summary>
    public string String() => Element.ValueKind == JsonValueKind.String
        ? WellFormed(Element.GetString)!
        : throw GrammarThrow.Malformed(Pointer, $"it is {Describe(Element)}, expected a string");

    /// <summary>The one spelling of a listed value.</summary>
    public string Spell()
    {
        var element = Element;
        return WellFormed(() => JsonSpelling.Of(element));
    }

    /// <summary>A count; the default when the keyword is not there.</summary>
    public int Count(string keyword, int byDefault)
    {
        if (Find(keyword) is not { } place)
        {
            return byDefault;
        }

        var isNumber = place.Element.ValueKind == JsonValueKind.Number;
        if (isNumber && place.Element.TryGetDouble(out var value) && value >= 0 && Math.Floor(value) == value)
        {
            return (int)Math.Min(value, int.MaxValue);
        }

        throw GrammarThrow.Malformed(place.Pointer, $"it is {Describe(place.Element)}, expected a count from 0");
    }

    private T WellFormed<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw GrammarThrow.Malformed(Pointer, "a string has half a surrogate pair");
        }
    }

    /// <summary>A value for messages, cut short.</summary>
    public static string Describe(JsonElement element)
    {
        const int MostShown = 40;
        var text = element.ValueKind == JsonValueKind.Undefined ? "nothing" : element.GetRawText();
        return text.Length <= MostShown ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MostShown)}…");
    }
}
