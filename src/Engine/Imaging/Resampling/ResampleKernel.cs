namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>
/// Weights of one pass along one axis, for a window of its outputs: fixed point with <see cref="Precision"/> fractional
/// bits, as Pillow quantises them for 8-bit pictures.
/// </summary>
internal sealed class ResampleKernel
{
    /// <summary>Fractional bits of a weight.</summary>
    public const int Precision = 32 - 8 - 2;

    private readonly int[] first;
    private readonly int[] count;
    private readonly int[] weights; // [outputs, taps]
    private readonly int taps;

    private ResampleKernel(int outputs, int taps)
    {
        this.taps = taps;
        first = new int[outputs];
        count = new int[outputs];
        weights = new int[outputs * taps];
    }

    /// <summary>Number of outputs in the window.</summary>
    public int Outputs => first.Length;

    /// <summary>First input that the window needs.</summary>
    public int InputStart => first[0];

    /// <summary>One past the last input that the window needs.</summary>
    public int InputEnd => first[^1] + count[^1];

    /// <summary>First input of an output.</summary>
    public int First(int output) => first[output];

    /// <summary>Weights of the inputs from <see cref="First"/> on.</summary>
    public ReadOnlySpan<int> Weights(int output) => weights.AsSpan(output * taps, count[output]);

    /// <param name="filter">Any filter but nearest.</param>
    /// <param name="inputs">Length of the axis.</param>
    /// <param name="from">Start of the stretch of the axis that is resampled.</param>
    /// <param name="to">Its end.</param>
    /// <param name="outputs">Length of the whole result.</param>
    /// <param name="windowStart">First output wanted.</param>
    /// <param name="windowLength">Outputs wanted.</param>
    public static ResampleKernel Create(
        ResampleFilter filter, int inputs, float from, float to, int outputs, int windowStart, int windowLength)
    {
        var scale = (double)(to - from) / outputs;
        var spread = Math.Max(scale, 1);
        var radius = FilterFunction.Radius(filter) * spread;
        var kernel = new ResampleKernel(windowLength, checked(((int)Math.Ceiling(radius) * 2) + 1));
        var curve = new double[kernel.taps];
        for (var i = 0; i < windowLength; i++)
        {
            var centre = from + ((windowStart + i + 0.5) * scale);
            var start = Math.Max((int)(centre - radius + 0.5), 0);
            var end = Math.Min((int)(centre + radius + 0.5), inputs);
            (kernel.first[i], kernel.count[i]) = (start, end - start);
            kernel.Fill(i, curve, filter, start - centre + 0.5, 1 / spread);
        }

        return kernel;
    }

    private void Fill(int output, double[] curve, ResampleFilter filter, double offset, double step)
    {
        var sum = 0.0;
        for (var tap = 0; tap < count[output]; tap++)
        {
            curve[tap] = FilterFunction.At(filter, (tap + offset) * step);
            sum += curve[tap];
        }

        var target = weights.AsSpan(output * taps, count[output]);
        for (var tap = 0; tap < target.Length; tap++)
        {
            var weight = (sum == 0 ? curve[tap] : curve[tap] / sum) * (1 << Precision);
            target[tap] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
        }
    }
}
