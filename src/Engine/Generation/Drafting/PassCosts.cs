namespace Chameleon.Engine.Generation.Drafting;

/// <summary>
/// What a pass of so many rows costs, learnt from the passes themselves: it depends on processor, form of the weights,
/// length of the context and neighbours, and goes in steps. What was not seen lately lies between what was; more rows than
/// any that was seen count as little dearer, so that they are tried, and known. Not thread-safe.
/// </summary>
internal sealed class PassCosts
{
    /// <summary>Most rows whose cost is known; a pass of more is not worth drafting for.</summary>
    public const int MostRows = 32;

    // Cheaper than any row that was measured.
    private const double CostOfUnknownRow = 0.1;

    // What the latest pass counts in what is known, and how far one pass may be beside that.
    private const double Weight = 0.25;
    private const double Bound = 2;

    // Each pass makes its number of rows known for so many passes longer, up to a limit: a bad moment is forgotten soon.
    private const int PassesPerSample = 8;
    private const int MostSamples = 64;

    private readonly double[] seconds = new double[MostRows + 1];
    private readonly int[] samples = new int[MostRows + 1];
    private readonly long[] lastSeen = new long[MostRows + 1];
    private long passes;

    /// <summary>Cost of a pass; only ratios mean something.</summary>
    /// <param name="rows">1 to <see cref="MostRows"/>.</param>
    public double Of(int rows)
    {
        var (below, above) = (rows, rows);
        while (below > 0 && !IsKnown(below))
        {
            below--;
        }

        while (above <= MostRows && !IsKnown(above))
        {
            above++;
        }

        return (below > 0, above <= MostRows) switch
        {
            (true, true) when below < above => Between(below, above, rows),
            (true, true) => seconds[rows],
            (true, false) => From(below, rows),
            (false, true) => From(above, rows),
            _ => Guess(rows),
        };
    }

    /// <summary>Learns from a pass.</summary>
    /// <param name="rows">Its rows; more than <see cref="MostRows"/> say nothing.</param>
    /// <param name="time">How long it took, in seconds; 0 says nothing.</param>
    public void Saw(int rows, double time)
    {
        if (rows is < 1 or > MostRows || time <= 0)
        {
            return;
        }

        passes++;
        seconds[rows] = IsKnown(rows)
            ? seconds[rows] + (Weight * (Math.Clamp(time, seconds[rows] / Bound, seconds[rows] * Bound) - seconds[rows]))
            : time;
        samples[rows] = Math.Min(samples[rows] + 1, MostSamples);
        lastSeen[rows] = passes;
    }

    private static double Guess(int rows) => 1 + (CostOfUnknownRow * (rows - 1));

    private double Between(int below, int above, int rows) =>
        seconds[below] + ((seconds[above] - seconds[below]) * (rows - below) / (above - below));

    private double From(int known, int rows) => seconds[known] * Guess(rows) / Guess(known);

    private bool IsKnown(int rows) => samples[rows] > 0 && passes - lastSeen[rows] <= samples[rows] * PassesPerSample;
}
