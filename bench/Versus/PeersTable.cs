namespace Chameleon.Bench.Versus;

/// <summary>The table of all peers, in Markdown, line by line as it is measured. Ratios are to the first peer.</summary>
internal static class PeersTable
{
    /// <summary>The names.</summary>
    public static void PrintHead(IPeer[] peers)
    {
        Line("", "threads", peers.Select(peer => peer.Name));
        Line("---", "---", peers.Select(_ => "---"));
    }

    /// <summary>What each did in each job.</summary>
    public static void Print(int threads, IPeer[] peers, PeersJob[] jobs)
    {
        foreach (var job in jobs)
        {
            Line(job.Name, $"{threads}", peers.Select(peer => peer == peers[0] ? $"{job.Rate(peer):F2}" : $"{job.Rate(peer):F2} ({job.Ratio(peer, peers[0]):F2} x)"));
        }
    }

    /// <summary>What each holds.</summary>
    public static void PrintMemory(int threads, IPeer[] peers) =>
        Line("memory", $"{threads}", peers.Select(peer => $"{peer.Bytes / 1e9:F2} GB"));

    /// <summary>What of the read bandwidth decoding reaches: weights, head included, once a token.</summary>
    public static void PrintBandwidth(int threads, double bandwidth, OwnPeer[] peers, PeersJob decode) =>
        Line($"{decode.Name}: share of {bandwidth:F1} GB/s", $"{threads}", peers.Select(peer => $"{decode.Rate(peer) * peer.WeightBytesPerToken / 1e9 / bandwidth:P0}").Prepend(""));

    private static void Line(string name, string threads, IEnumerable<string> cells) =>
        Console.WriteLine($"| {name,-36} | {threads,-7} | {string.Join(" | ", cells.Select(cell => $"{cell,-26}"))} |");
}
