using System.Globalization;

namespace Chameleon.Hub;

/// <summary>Numbers as people read them. Thread-safe.</summary>
public static class Amount
{
    /// <summary>A count: 10,123,456 as "10.1 M".</summary>
    /// <param name="count">The count.</param>
    /// <param name="format">Whose digits; null: the same everywhere.</param>
    public static string Count(long count, IFormatProvider? format = null) => count switch
    {
        >= 1_000_000_000 => Scaled(count / 1e9, "B", format),
        >= 1_000_000 => Scaled(count / 1e6, "M", format),
        _ => count.ToString("N0", format ?? CultureInfo.InvariantCulture),
    };

    /// <summary>Bytes: "15.2 MiB".</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="format">Whose digits; null: the same everywhere.</param>
    public static string Bytes(long bytes, IFormatProvider? format = null) => bytes switch
    {
        >= 1L << 30 => Scaled(bytes / (double)(1L << 30), "GiB", format),
        >= 1L << 20 => Scaled(bytes / (double)(1L << 20), "MiB", format),
        _ => string.Create(format ?? CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
    };

    private static string Scaled(double value, string unit, IFormatProvider? format) =>
        string.Create(format ?? CultureInfo.InvariantCulture, $"{value:F1} {unit}");
}
