namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>The curves of the filters, in float64, zero outside their radius.</summary>
internal static class FilterFunction
{
    /// <summary>Radius at scale 1.</summary>
    public static double Radius(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Lanczos => 3,
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Bilinear or ResampleFilter.Hamming => 1,
        ResampleFilter.Box => 0.5,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "This filter has no curve."),
    };

    /// <summary>The curve at a distance from the centre.</summary>
    public static double At(ResampleFilter filter, double x) => filter switch
    {
        ResampleFilter.Lanczos => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        ResampleFilter.Bicubic => Bicubic(Math.Abs(x)),
        ResampleFilter.Bilinear => Math.Max(0, 1 - Math.Abs(x)),
        ResampleFilter.Hamming => Hamming(Math.Abs(x)),
        _ => x is > -0.5 and <= 0.5 ? 1 : 0,
    };

    private static double Sinc(double x)
    {
        var angle = x * Math.PI;
        return x == 0 ? 1 : Math.Sin(angle) / angle;
    }

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        return x switch
        {
            < 1 => (((((A + 2) * x) - (A + 3)) * x) * x) + 1,
            < 2 => ((((((x - 5) * x) + 8) * x) - 4) * A),
            _ => 0,
        };
    }

    private static double Hamming(double x)
    {
        var angle = x * Math.PI;
        return x switch
        {
            0 => 1,
            < 1 => Math.Sin(angle) / angle * (0.54 + (0.46 * Math.Cos(angle))),
            _ => 0,
        };
    }
}
