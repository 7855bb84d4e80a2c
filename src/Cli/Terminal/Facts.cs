using System.Globalization;

namespace Chameleon.Cli.Terminal;

/// <summary>Writes named facts in two columns, and numbers as people read them.</summary>
internal static class Facts
{
    /// <summary>Writes the facts, names padded to one width.</summary>
    public static void WriteFacts(this Shell shell, IReadOnlyList<(string Name, string Value)> facts)
    {
        var width = facts.Max(fact => fact.Name.Length);
        foreach (var (name, value) in facts)
        {
            shell.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }

    /// <summary>A count: 10,123,456 as "10.1 M".</summary>
    public static string Count(long count) => count switch
    {
        >= 1_000_000_000 => Scaled(count / 1e9, "B"),
        >= 1_000_000 => Scaled(count / 1e6, "M"),
        _ => count.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>Bytes: "15.2 MiB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => Scaled(bytes / (double)(1L << 30), "GiB"),
        >= 1L << 20 => Scaled(bytes / (double)(1L << 20), "MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
    };

    private static string Scaled(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} {unit}");
}
