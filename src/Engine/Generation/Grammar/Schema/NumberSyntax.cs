using System.Text.Json;
using Chameleon.Engine.Generation.Grammar.Automaton;
using static Chameleon.Engine.Generation.Grammar.GrammarLimits;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Numbers of a bounded number of digits, so that none can run on.</summary>
internal sealed class NumberSyntax
{
    private readonly GrammarBuilder builder;
    private readonly Lazy<int> any;
    private readonly Lazy<int> anyInteger;

    /// <param name="builder">Where the rules go.</param>
    public NumberSyntax(GrammarBuilder builder)
    {
        this.builder = builder;
        any = new(() => Integral(builder.Choice(Exponent(), Fraction())));
        anyInteger = new(() => Integral(builder.Return));
    }

    /// <summary>Any number.</summary>
    public int Any => any.Value;

    /// <summary>The rule of a schema of type number.</summary>
    /// <exception cref="NotSupportedException">It bounds the number.</exception>
    public int Number(SchemaPlace schema)
    {
        foreach (var keyword in (string[])["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"])
        {
            if (schema.Find(keyword) is { } bound)
            {
                throw GrammarThrow.Unsupported(bound.Pointer, $"\"{keyword}\" is supported for integers only");
            }
        }

        return Any;
    }

    /// <summary>The rule of a schema of type integer.</summary>
    /// <exception cref="NotSupportedException">No integer lies between its bounds.</exception>
    public int Integer(SchemaPlace schema)
    {
        double?[] lows = [Bound(schema, "minimum", Math.Ceiling), Bound(schema, "exclusiveMinimum", value => Math.Floor(value) + 1)];
        double?[] highs = [Bound(schema, "maximum", Math.Floor), Bound(schema, "exclusiveMaximum", value => Math.Ceiling(value) - 1)];
        var (low, high) = (lows.Max(), highs.Min());
        if (low is null && high is null)
        {
            return anyInteger.Value;
        }

        var largest = Math.Pow(10, MaxIntegerDigits) - 1;
        var (from, to) = (Math.Max(low ?? -largest, -largest), Math.Min(high ?? largest, largest));
        return from <= to
            ? IntegerRange.Compile(builder, (long)from, (long)to)
            : throw GrammarThrow.Unsupported(schema.Pointer, $"no integer of up to {MaxIntegerDigits} digits lies between its bounds");
    }

    private static double? Bound(SchemaPlace schema, string keyword, Func<double, double> round)
    {
        if (schema.Find(keyword) is not { } bound)
        {
            return null;
        }

        return bound.Element.ValueKind == JsonValueKind.Number && bound.Element.TryGetDouble(out var value) && double.IsFinite(value)
            ? round(value)
            : throw GrammarThrow.Malformed(bound.Pointer, $"it is {SchemaPlace.Describe(bound.Element)}, expected a number");
    }

    private int Integral(int next)
    {
        var digits = builder.Choice(builder.Byte('0', next), builder.Range('1', '9', Digits(MaxIntegerDigits - 1, next)));
        return builder.Choice(builder.Byte('-', digits), digits);
    }

    private int Fraction() =>
        builder.Byte('.', builder.Range('0', '9', Digits(MaxFractionDigits - 1, Exponent())));

    private int Exponent()
    {
        var digits = builder.Range('0', '9', Digits(MaxExponentDigits - 1, builder.Return));
        var signed = builder.Choice(digits, builder.Byte('-', digits), builder.Byte('+', digits));
        return builder.Choice(builder.Return, builder.Byte('e', signed), builder.Byte('E', signed));
    }

    private int Digits(int most, int next) =>
        most == 0 ? next : builder.Choice(next, builder.Range('0', '9', Digits(most - 1, next)));
}
