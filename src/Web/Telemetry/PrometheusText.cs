using System.Globalization;
using System.Text;

namespace Chameleon.Web.Telemetry;

/// <summary>How Prometheus writes things.</summary>
internal static class PrometheusText
{
    /// <summary>A metric's name: dots become underscores, the unit stands at the end, and counters say that they are totals.</summary>
    /// <param name="name">As OpenTelemetry calls it.</param>
    /// <param name="unit">Its unit; null: none.</param>
    /// <param name="isCounter">Whether it only goes up.</param>
    public static string Name(string name, string? unit, bool isCounter)
    {
        var written = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            written.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        var ending = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "{token}/s" => "_tokens_per_second",
            _ => "",
        };
        if (!written.ToString().EndsWith(ending, StringComparison.Ordinal))
        {
            written.Append(ending);
        }

        return isCounter ? written.Append("_total").ToString() : written.ToString();
    }

    /// <summary>Labels, in braces; nothing for none.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            labels[Name(name, null, isCounter: false)] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return $"{{{string.Join(',', labels.Select(label => $"{label.Key}=\"{Escape(label.Value, "\"")}\""))}}}";
    }

    /// <summary>Labels and one more.</summary>
    public static string With(string labels, string name, string value) =>
        labels.Length == 0 ? $"{{{name}=\"{value}\"}}" : $"{labels[..^1]},{name}=\"{value}\"}}";

    /// <summary>A text on one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mark">What else has a backslash before it.</param>
    public static string Escape(string text, string mark = "\\")
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return mark == "\\" ? text : text.Replace(mark, "\\" + mark, StringComparison.Ordinal);
    }

    /// <summary>A number.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A line.</summary>
    public static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');
}
