using System.Globalization;
using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Integers of a range, digit by digit.</summary>
internal static class IntegerRange
{
    /// <summary>The rule of the integers from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static int Compile(GrammarBuilder builder, long low, long high)
    {
        var signs = new List<int>();
        if (high >= 0)
        {
            signs.AddRange(Lengths(builder, Math.Max(low, 0), high));
        }

        if (low < 0)
        {
            signs.Add(builder.Byte('-', builder.Choice([.. Lengths(builder, Math.Max(-high, 1), -low)])));
        }

        return builder.Choice([.. signs]);
    }

    /// <summary>The numbers of each length apart: between equally many digits, order is that of the digits.</summary>
    private static IEnumerable<int> Lengths(GrammarBuilder builder, long low, long high)
    {
        var last = high.ToString(CultureInfo.InvariantCulture);
        var first = low.ToString(CultureInfo.InvariantCulture);
        while (first.Length < last.Length)
        {
            yield return Between(builder, first, new string('9', first.Length));
            first = "1" + new string('0', first.Length);
        }

        yield return Between(builder, first, last);
    }

    /// <summary>Numbers of as many digits as both bounds have.</summary>
    private static int Between(GrammarBuilder builder, string low, string high)
    {
        // What follows a digit depends on whether the number so far is that of the lower or the upper bound.
        var (neither, onLow, onHigh, onBoth) = (builder.Return, builder.Return, builder.Return, builder.Return);
        for (var i = low.Length - 1; i >= 0; i--)
        {
            var (from, to) = (low[i], high[i]);
            var both = from == to
                ? builder.Byte(from, onBoth)
                : builder.Bytes([.. Edge(from, from, onLow), .. Edge((char)(from + 1), (char)(to - 1), neither), .. Edge(to, to, onHigh)]);
            (onLow, onHigh, neither, onBoth) = (
                builder.Bytes([.. Edge(from, from, onLow), .. Edge((char)(from + 1), '9', neither)]),
                builder.Bytes([.. Edge('0', (char)(to - 1), neither), .. Edge(to, to, onHigh)]),
                builder.Range('0', '9', neither),
                both);
        }

        return onBoth;
    }

    private static ByteEdge[] Edge(char low, char high, int target) =>
        low <= high ? [new ByteEdge((byte)low, (byte)high, target)] : [];
}
