namespace Chameleon.Bench.Versus;

/// <summary>What all peers do in turns.</summary>
/// <param name="name">For people.</param>
/// <param name="tokens">Tokens that it reads or writes.</param>
/// <param name="run">Seconds that a peer takes.</param>
internal sealed class PeersJob(string name, int tokens, Func<IPeer, double> run)
{
    private readonly Dictionary<IPeer, List<double>> rates = [];

    public string Name => name;

    /// <summary>One round.</summary>
    public void Measure(IPeer[] peers)
    {
        foreach (var peer in peers)
        {
            if (!rates.TryGetValue(peer, out var seen))
            {
                rates.Add(peer, seen = []);
            }

            seen.Add(tokens / run(peer));
        }
    }

    /// <summary>Tokens a second, the median of the rounds.</summary>
    public double Rate(IPeer peer) => Median(rates[peer]);

    /// <summary>The median over the rounds of a peer's ratio to another.</summary>
    public double Ratio(IPeer peer, IPeer other) => Median(rates[peer].Zip(rates[other], (own, others) => own / others));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
