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
    /// <param name="threads">Threads of each, one run after the other.</param>
    /// <param name="tokens">Tokens that are written.</param>
    /// <param name="isShort">Only the shorter prompt and the shorter context.</param>
    public static void Run(string model, int layers, IReadOnlyList<int> threads, int tokens, bool isShort)
    {
        Console.WriteLine($"Chameleon-7B's shape, {layers} of 32 layers, random weights; tokens/s, medians of {Rounds} rounds in turns. One thread by its processor time, several by the clock.");
        foreach (var count in threads)
        {
            Run(model, layers, count, tokens, isShort, withHead: count == threads[0]);
        }
    }

    private static void Run(string model, int layers, int threads, int tokens, bool isShort, bool withHead)
    {
        int[] prompts = isShort ? [255] : [255, 511];
        int[] contexts = isShort ? [256] : [256, 2048];
        var room = contexts.Max() + tokens + 1;
        using var llama = new LlamaPeer(model, threads);
        OwnPeer[] own = [.. Enum.GetValues<ActivationPrecision>().Select(activations => new OwnPeer(layers, threads, activations, room))];
        try
        {
            IPeer[] peers = [llama, .. own];
            PeersJob[] jobs =
            [
                .. prompts.Select(prompt => new PeersJob(string.Create(CultureInfo.InvariantCulture, $"prefill {prompt}"), prompt, peer => peer.Prefill(prompt))),
                .. contexts.Select(context => new PeersJob(string.Create(CultureInfo.InvariantCulture, $"decode {tokens} at {context}"), tokens, peer => peer.Decode(context, tokens))),
            ];
            Array.ForEach(peers, peer => peer.Decode(context: 8, 2));
            for (var round = 0; round < Rounds; round++)
            {
                Array.ForEach(jobs, job => job.Measure(peers));
            }

            if (withHead)
            {
                PeersTable.PrintHead(peers);
            }

            PeersTable.Print(threads, peers, jobs);
            PeersTable.PrintMemory(threads, peers);
            PeersTable.PrintBandwidth(threads, ReadBandwidthOf(threads), own, jobs.Single(job => job.Name == $"decode {tokens} at {contexts[0]}"));
        }
        finally
        {
            Array.ForEach(own, peer => peer.Dispose());
        }
    }

    private static double ReadBandwidthOf(int threads)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = threads });
        using var memory = new ReadBandwidth(device, threads);
        return ReadBandwidth.ByteCount / 1e9 / EndToEnd.Yardstick.Median(memory.Run);
    }
}
