namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>The sixteen values of 4-bit codes as whole numbers of one unit, chosen so that rounding them costs least.</summary>
/// <param name="Numbers">The numbers.</param>
/// <param name="Unit">What one of them stands for.</param>
internal sealed record IntegerCodebook(short[] Numbers, float Unit)
{
    private const int Finest = 127 * 8;
    private const int Coarsest = 64 * 8;

    /// <summary>The numbers for values from −1 to 1.</summary>
    /// <param name="values">The values.</param>
    /// <param name="largest">Largest magnitude of a number.</param>
    public static IntegerCodebook Of(ReadOnlySpan<float> values, short largest)
    {
        var (scale, least) = ((double)largest, double.PositiveInfinity);
        for (var step = Finest; step >= Coarsest; step--)
        {
            var tried = (double)(largest * step) / Finest;
            var error = Error(values, tried);
            if (error < least)
            {
                (scale, least) = (tried, error);
            }
        }

        var numbers = new short[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (short)Math.Round(values[i] * scale);
        }

        return new IntegerCodebook(numbers, (float)(1 / scale));
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
