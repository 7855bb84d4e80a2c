using System.Text.Json;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>
/// Whether the alternatives of <c>oneOf</c> exclude each other: only then is what fits one of them what the schema asks
/// for. They do when their types differ, when their lists of values do, or when a property that all of them require has
/// another value in each.
/// </summary>
internal static class ExclusiveAlternatives
{
    /// <exception cref="NotSupportedException">Two of them may have a value in common.</exception>
    public static void Check(SchemaPlace alternatives)
    {
        SchemaPlace[] schemas = [.. alternatives.Items().Select(Follow)];
        for (var i = 0; i < schemas.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!Exclude(schemas[i], schemas[j]))
                {
                    throw GrammarThrow.Unsupported(
                        alternatives.Pointer, $"alternatives {j} and {i} of oneOf may have a value in common; anyOf is supported for these");
                }
            }
        }
    }

    private static bool Exclude(SchemaPlace first, SchemaPlace second)
    {
        if (first.Element.ValueKind != JsonValueKind.Object || second.Element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (Values(first) is { } values && Values(second) is { } others)
        {
            return !values.Intersect(others).Any();
        }

        return ExcludeByType(first, second) || ExcludeByProperty(first, second);
    }

    private static bool ExcludeByType(SchemaPlace first, SchemaPlace second)
    {
        if (!first.Has("type") || !second.Has("type"))
        {
            return false;
        }

        static IEnumerable<string> Types(SchemaPlace schema) =>
            SchemaTypes.Of(schema).Select(type => type == SchemaTypes.Integer ? SchemaTypes.Number : type);
        return !Types(first).Intersect(Types(second)).Any();
    }

    private static bool ExcludeByProperty(SchemaPlace first, SchemaPlace second)
    {
        if (Required(first) is not { } names || Required(second) is not { } others)
        {
            return false;
        }

        return names.Intersect(others).Any(name =>
            first.Find("properties")?.Find(name) is { } one
            && second.Find("properties")?.Find(name) is { } other
            && Values(Follow(one)) is { } values
            && Values(Follow(other)) is { } otherValues
            && !values.Intersect(otherValues).Any());
    }

    private static IReadOnlyList<string>? Required(SchemaPlace schema) =>
        schema.Has("properties") && SchemaTypes.Of(schema) is [SchemaTypes.Object] ? schema.Find("required")?.Strings() : null;

    /// <summary>The values that a schema lists; null when it lists none. Numbers may be spelled in many ways.</summary>
    private static List<string>? Values(SchemaPlace schema)
    {
        if (schema.Element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var values = schema.Find("const") is { } constant ? [constant] : schema.Find("enum")?.Items();
        return values?.All(value => value.Element.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null) == true
            ? [.. values.Select(value => value.Spell())]
            : null;
    }

    private static SchemaPlace Follow(SchemaPlace schema)
    {
        for (var steps = 0; steps < GrammarLimits.MaxSchemaDepth; steps++)
        {
            if (schema.Element.ValueKind != JsonValueKind.Object || schema.Find("$ref") is not { } reference)
            {
                return schema;
            }

            schema = SchemaReference.Resolve(reference);
        }

        throw GrammarThrow.Circular();
    }
}
