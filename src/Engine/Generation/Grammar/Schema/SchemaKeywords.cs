using System.Collections.Frozen;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Which keywords are followed, which say nothing about what fits, and which are refused: all others.</summary>
internal static class SchemaKeywords
{
    // "condition" is where Semantic Kernel puts the description of a function.
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        "condition", "title", "description", "default", "examples", "$schema", "$comment", "$defs", "definitions", "deprecated", "readOnly", "writeOnly");

    private static readonly FrozenSet<string> Followed = FrozenSet.Create(
        "type", "enum", "const", "anyOf", "oneOf", "$ref", "properties", "required", "additionalProperties", "items", "prefixItems",
        "minItems", "maxItems", "minLength", "maxLength", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

    /// <summary>Refuses a schema with a keyword that is not followed.</summary>
    /// <exception cref="NotSupportedException">It has one.</exception>
    public static void Check(SchemaPlace schema)
    {
        foreach (var (keyword, value) in schema.Members())
        {
            var isRootId = keyword == "$id" && schema.Pointer.EndsWith('#');
            if (!isRootId && !IsAnnotation(keyword) && !Followed.Contains(keyword))
            {
                throw GrammarThrow.Unsupported(value.Pointer, $"the keyword \"{keyword}\" is not supported");
            }
        }
    }

    /// <summary>Refuses keywords beside one that must stand alone.</summary>
    /// <exception cref="NotSupportedException">There are some.</exception>
    public static void CheckAlone(SchemaPlace schema, string keyword, params ReadOnlySpan<string> allowed)
    {
        foreach (var (other, value) in schema.Members())
        {
            if (other != keyword && !allowed.Contains(other) && Followed.Contains(other))
            {
                throw GrammarThrow.Unsupported(value.Pointer, $"\"{other}\" beside \"{keyword}\" is not supported");
            }
        }
    }

    private static bool IsAnnotation(string keyword) =>
        Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);
}
