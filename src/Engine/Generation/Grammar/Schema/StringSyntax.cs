using Chameleon.Engine.Generation.Grammar.Automaton;

namespace Chameleon.Engine.Generation.Grammar.Schema;

/// <summary>Strings, by length or by format.</summary>
internal static class StringSyntax
{
    private const string Date = "YYY-M-D";

    /// <summary>The rule of a schema of type string.</summary>
    /// <exception cref="NotSupportedException">Its format is not followed.</exception>
    /// <exception cref="ArgumentException">Its lengths make no sense.</exception>
    public static int Compile(GrammarBuilder builder, SchemaPlace schema)
    {
        if (schema.Find("format") is { } format)
        {
            return Format(builder, schema, format);
        }

        var (min, max) = (schema.Count("minLength", 0), schema.Count("maxLength", StringRule.Unbounded));
        return min <= max
            ? builder.String(new StringRule(min, max), builder.Return)
            : throw GrammarThrow.Malformed(schema.Pointer, $"minLength is {min}, which exceeds maxLength, {max}");
    }

    private static int Format(GrammarBuilder builder, SchemaPlace schema, SchemaPlace format)
    {
        SchemaKeywords.CheckAlone(schema, "format", "type");
        var pattern = format.String() switch
        {
            "date" => Date,
            "date-time" => Date + "Th:m:mZ",
            "uuid" => "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            var other => throw GrammarThrow.Unsupported(format.Pointer, $"the format \"{other}\" is not supported; date, date-time and uuid are"),
        };
        var next = builder.Byte('"', builder.Return);
        for (var i = pattern.Length - 1; i >= 0; i--)
        {
            next = Part(builder, pattern, i, next);
        }

        return builder.Byte('"', next);
    }

    /// <summary>Parts of a pattern: years from 1000, days that every month has, hours, minutes or seconds, hexadecimal digits.</summary>
    private static int Part(GrammarBuilder builder, string pattern, int i, int next) => pattern[i] switch
    {
        'Y' when i == 0 => builder.Range('1', '9', Digit(builder, next)),
        'Y' => Digit(builder, next),
        'M' => builder.Choice(builder.Byte('0', builder.Range('1', '9', next)), builder.Byte('1', builder.Range('0', '2', next))),
        'D' => builder.Choice(
            builder.Byte('0', builder.Range('1', '9', next)),
            builder.Byte('1', Digit(builder, next)),
            builder.Byte('2', builder.Range('0', '8', next))),
        'h' => builder.Choice(builder.Range('0', '1', Digit(builder, next)), builder.Byte('2', builder.Range('0', '3', next))),
        'm' => builder.Range('0', '5', Digit(builder, next)),
        'x' => builder.Choice(Digit(builder, next), builder.Range('a', 'f', next)),
        var other => builder.Byte(other, next),
    };

    private static int Digit(GrammarBuilder builder, int next) => builder.Range('0', '9', next);
}
