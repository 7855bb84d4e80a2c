namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>The sixteen values of 4-bit codes as whole numbers of one unit, chosen so that rounding them costs least.</summary>
/// <param name="Numbers">From −127 to 127.</param>
/// <param name="Unit">What one of them stands for.</param>
internal sealed record Int8Codebook(sbyte[] Numbers, float Unit)
{
    private const int Finest = 127 * 8;
    private const int Coarsest = 64 * 8;

    /// <summary>The numbers for values from −1 to 1.</summary>
    public static Int8Codebook Of(ReadOnlySpan<float> values)
    {
        var (best, least) = (Finest, double.PositiveInfinity);
        for (var eighths = Finest; eighths >= Coarsest; eighths--)
        {
            var error = Error(values, eighths / 8.0);
            if (error < least)
            {
                (best, least) = (eighths, error);
            }
        }

        var scale = best / 8.0;
        var numbers = new sbyte[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (sbyte)Math.Round(values[i] * scale);
        }

        return new Int8Codebook(numbers, (float)(1 / scale));
    }

    private static double Error(ReadOnlySpan<float> values, double scale)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            var error = (Math.Round(value * scale) / scale) - value;
            sum += error * error;
        }

        return sum;
    }
}
