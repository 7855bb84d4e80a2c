using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Objects: declared properties in their order, then others where these are allowed.</summary>
internal static class ObjectSyntax
{
    /// <summary>The rule of an object.</summary>
    /// <param name="builder">Where it goes.</param>
    /// <param name="properties">Declared properties; their names are spelled in one way, so that none comes up twice.</param>
    /// <param name="additional">What the values of other properties must be; null when there are none.</param>
    public static int Compile(GrammarBuilder builder, IReadOnlyList<ObjectProperty> properties, int? additional)
    {
        var close = builder.Byte('}', builder.Return);
        var (first, after, another) = (close, close, builder.DeadEnd);
        if (additional is { } rule)
        {
            another = Another(builder, properties, rule, close);
            (first, after) = (builder.Choice(close, another), builder.Choice(close, builder.Comma(another)));
        }

        // Three ways to stand before property i: no property was written yet, one was, or a comma was.
        var mayClose = true;
        for (var i = properties.Count - 1; i >= 0; i--)
        {
            var property = properties[i];
            var written = builder.Name(property.Name, builder.Value(property.Rule, after));
            mayClose &= !property.IsRequired;
            first = property.IsRequired ? written : builder.Choice(written, first);
            another = property.IsRequired ? written : builder.Choice(written, another);
            after = mayClose ? builder.Choice(close, builder.Comma(another)) : builder.Comma(another);
        }

        return builder.Byte('{', first);
    }

    /// <summary>Properties of other names than the declared ones, to the end of the object.</summary>
    private static int Another(GrammarBuilder builder, IReadOnlyList<ObjectProperty> properties, int rule, int close)
    {
        var excluded = properties.Count > 0 ? new NameTrie(properties.Select(property => property.Name)) : null;

        // Escapes could spell an excluded name in another way.
        var names = new StringRule(Max: GrammarLimits.MaxNameLength, Escapes: false, Excluded: excluded);
        var after = builder.Reserve();
        var another = builder.String(names, builder.Byte(':', builder.Blank(builder.Value(rule, after))));
        builder.Define(after, builder.Choice(close, builder.Comma(another)));
        return another;
    }
}
