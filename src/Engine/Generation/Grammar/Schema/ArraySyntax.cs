using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Arrays: items with rules of their own first, then all others.</summary>
internal static class ArraySyntax
{
    /// <summary>The rule of an array.</summary>
    /// <param name="builder">Where it goes.</param>
    /// <param name="prefix">What the first items must be.</param>
    /// <param name="rest">What the others must be; null when there are none.</param>
    /// <param name="min">Fewest items; there may be so many.</param>
    /// <param name="max">Most items; null for any number.</param>
    public static int Compile(GrammarBuilder builder, IReadOnlyList<int> prefix, int? rest, int min, int? max)
    {
        var close = builder.Byte(']', builder.Return);
        var most = rest is null ? Math.Min(prefix.Count, max ?? int.MaxValue) : max;
        // From this item on, all are alike: none can follow, or any number of the same kind.
        var alike = most ?? Math.Max(prefix.Count, min);
        var (first, after) = (close, close);
        if (most is null)
        {
            var more = builder.Reserve();
            first = builder.Value(rest!.Value, more);
            after = builder.Choice(close, builder.Comma(first));
            builder.Define(more, after);
            first = builder.Choice(close, first);
        }

        for (var i = alike - 1; i >= 0; i--)
        {
            var item = builder.Value(i < prefix.Count ? prefix[i] : rest!.Value, after);
            (first, after) = (item, builder.Comma(item));
            if (i >= min)
            {
                (first, after) = (builder.Choice(close, first), builder.Choice(close, after));
            }
        }

        return builder.Byte('[', first);
    }
}
