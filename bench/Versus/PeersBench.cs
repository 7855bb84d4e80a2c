using System.Globalization;
using Chameleon.Bench.Yardsticks;
using Chameleon.Engine.Compute.Cpu;

namespace Chameleon.Bench.Versus;

/// <summary>
/// Our engine beside llama.cpp: the same jobs in turns, so that a neighbour's load falls on all, medians of several
/// rounds, and one table.
/// </summary>
internal static class PeersBench
{
    private const int Rounds = 3;

    /// <summary>Runs and prints.</summary>
    /// <param name="model">The peer's file.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="tokens">Tokens that are written.</param>
    /// <param name="isShort">Only the shorter prompt and the shorter context.</param>
    public static void Run(string model, int layers, int threads, int tokens, bool isShort)
    {
        int[] prompts = isShort ? [255] : [255, 511];
        int[] contexts = isShort ? [256] : [256, 2048];
        using var llama = new LlamaPeer(model, threads);
        var room = contexts.Max() + tokens + 1;
        using var exact = new OwnPeer(layers, threads, ActivationPrecision.Float32, room);
        using var fast = new OwnPeer(layers, threads, ActivationPrecision.Int8, room);
        IPeer[] peers = [llama, exact, fast];
        var jobs = prompts.Select(prompt => new Job(string.Create(CultureInfo.InvariantCulture, $"prefill {prompt}"), prompt, peer => peer.Prefill(prompt)))
            .Concat(contexts.Select(context => new Job(string.Create(CultureInfo.InvariantCulture, $"decode {tokens} at {context}"), tokens, peer => peer.Decode(context, tokens))))
            .ToArray();
        Array.ForEach(peers, peer => peer.Decode(context: 8, 2));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var job in jobs)
            {
                job.Measure(peers);
            }
        }

        Console.WriteLine($"Chameleon-7B's shape, {layers} of 32 layers, random weights, {threads} threads; tokens/s of {(threads == 1 ? "processor" : "wall clock")} time, medians of {Rounds} rounds in turns");
        Console.WriteLine($"| {"",-18} | {string.Join(" | ", peers.Select(peer => $"{peer.Name,-28}"))} |");
        Console.WriteLine($"|{new string('-', 20)}|{string.Concat(Enumerable.Repeat($"{new string('-', 30)}|", peers.Length))}");
        foreach (var job in jobs)
        {
            Console.WriteLine($"| {job.Name,-18} | {string.Join(" | ", peers.Select(job.Describe))} |");
        }

        Console.WriteLine($"| {"memory",-18} | {string.Join(" | ", peers.Select(peer => $"{peer.Bytes / 1e9,8:F2} GB{"",17}"))} |");
        PrintBandwidth(threads, jobs, exact, fast);
    }

    /// <summary>What of the read bandwidth decoding reaches: weights, head included, once a token.</summary>
    private static void PrintBandwidth(int threads, Job[] jobs, params OwnPeer[] peers)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = threads });
        using var memory = new ReadBandwidth(device, threads);
        var read = ReadBandwidth.ByteCount / 1e9 / EndToEnd.Yardstick.Median(memory.Run);
        var decode = jobs.First(job => job.Name.StartsWith("decode", StringComparison.Ordinal));
        foreach (var peer in peers)
        {
            Console.WriteLine($"{peer.Name}: {decode.Rate(peer) * peer.WeightBytesPerToken / 1e9:F1} of {read:F1} GB/s read bandwidth, {decode.Rate(peer) * peer.WeightBytesPerToken / 1e9 / read:P0}");
        }
    }

    /// <summary>One line of the table.</summary>
    private sealed class Job(string name, int tokens, Func<IPeer, double> run)
    {
        private readonly Dictionary<IPeer, List<double>> rates = [];

        public string Name => name;

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

        public double Rate(IPeer peer) => Median(rates[peer]);

        /// <summary>The rate, and the median over the rounds of its ratio to the first peer's.</summary>
        public string Describe(IPeer peer)
        {
            var first = rates.Values.First();
            var ratio = rates[peer] == first ? "" : $"{Median(rates[peer].Zip(first, (own, other) => own / other)):F2} x";
            return $"{Rate(peer),8:F2} {ratio,-19}";
        }

        private static double Median(IEnumerable<double> values)
        {
            var sorted = values.Order().ToArray();
            return sorted[sorted.Length / 2];
        }
    }
}
