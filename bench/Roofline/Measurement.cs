namespace Chameleon.Bench.Roofline;

/// <summary>One thing to be timed, and what its rate is compared with.</summary>
/// <param name="name">For people.</param>
/// <param name="work">Units of work that a run does, in thousand millions.</param>
/// <param name="unit">Unit of the rate.</param>
/// <param name="run">Does the work.</param>
/// <param name="yardstick">A measurement of the same unit.</param>
internal sealed class Measurement(string name, double work, string unit, Action run, Measurement? yardstick = null)
{
    private readonly List<double> rates = [];

    /// <summary>Median rate.</summary>
    public double Rate => Median(rates);

    /// <summary>
    /// Median over the rounds of this rate over the yardstick's in the same round, so that a neighbour's load and the
    /// clock's moods fall on both.
    /// </summary>
    public double? Ratio => yardstick is null ? null : Median(rates.Zip(yardstick.rates, (own, other) => own / other));

    /// <summary>Does the work once and notes its rate.</summary>
    /// <param name="clock">Seconds since some moment.</param>
    public void Run(Func<double> clock)
    {
        var start = clock();
        run();
        rates.Add(work / (clock() - start));
    }

    /// <summary>Forgets what was measured, for the runs that warm up.</summary>
    public void Reset() => rates.Clear();

    public override string ToString() =>
        $"{name,-46} {Rate,8:F1} {unit,-7}" +
        $" best {rates.Max(),7:F1}" +
        (yardstick is null ? "" : $"   {Ratio,6:P0} of {yardstick.Name}");

    private string Name => name;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
