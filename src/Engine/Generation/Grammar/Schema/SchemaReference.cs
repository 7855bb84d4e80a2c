using System.Globalization;
using System.Text.Json;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Finds what a <c>$ref</c> means: a JSON pointer into the same document.</summary>
internal static class SchemaReference
{
    /// <exception cref="NotSupportedException">It leads out of the document.</exception>
    /// <exception cref="ArgumentException">Nothing is there.</exception>
    public static SchemaPlace Resolve(SchemaPlace from)
    {
        var reference = from.String();
        if (reference is not ("#" or ['#', '/', ..]))
        {
            throw GrammarThrow.Unsupported(from.Pointer, $"$ref is \"{reference}\", and only pointers into the same schema (#/…) are followed");
        }

        var at = new SchemaPlace(from.Root, from.Root, Anchor(from.Pointer));
        foreach (var escaped in Uri.UnescapeDataString(reference[1..]).Split('/').Skip(1))
        {
            var step = escaped.Replace("~1", "/").Replace("~0", "~");
            at = Step(at, step) ?? throw GrammarThrow.Malformed(from.Pointer, $"$ref is \"{reference}\", and nothing is there");
        }

        return at;
    }

    /// <summary>What stands before the pointer's fragment.</summary>
    private static string Anchor(string pointer) => pointer[..(pointer.IndexOf('#') + 1)];

    private static SchemaPlace? Step(SchemaPlace at, string step)
    {
        if (at.Element.ValueKind == JsonValueKind.Object)
        {
            return at.Find(step);
        }

        return at.Element.ValueKind == JsonValueKind.Array
            && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < at.Element.GetArrayLength()
            ? at.Items()[index]
            : null;
    }
}
