using System.Diagnostics;
using Chameleon.Connector;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Bench.Connector;

/// <summary>
/// The same answer from the engine and through the connector, turn about, token for token: what the connector adds.
/// </summary>
internal static class TokenOverhead
{
    private const int Tokens = 400;
    private const string Question = "What can you do?";

    private static readonly GenerationOptions Options = new()
    {
        Seed = 1,
        MaxNewTokens = Tokens,
        Text = SamplingOptions.Greedy with { MinNewTokens = Tokens },
    };

    /// <summary>Runs and prints.</summary>
    public static async Task RunAsync(ChameleonEngineHost host, int rounds)
    {
        var engine = await host.GetEngineAsync();
        // Nothing is kept for a next turn, as the engine keeps nothing either.
        using var client = new ChameleonChatClient(host, new ChameleonChatClientOptions { RememberedConversations = 0 });
        var (bare, connected) = (new double[rounds], new double[rounds]);
        var (bareBytes, connectedBytes) = (0L, 0L);
        for (var round = -2; round < rounds; round++)
        {
            // Each goes first in half of the pairs.
            var isTurned = round % 2 != 0;
            var (connectedSeconds, moreBytes) = isTurned ? await TimeAsync(() => Connector(client)) : default;
            var (seconds, bytes) = await TimeAsync(() => Engine(engine));
            (connectedSeconds, moreBytes) = isTurned ? (connectedSeconds, moreBytes) : await TimeAsync(() => Connector(client));
            if (round >= 0)
            {
                (bare[round], connected[round]) = (seconds, connectedSeconds);
                bareBytes += bytes;
                connectedBytes += moreBytes;
            }
        }

        double[] ratios = [.. bare.Zip(connected, (one, other) => other / one)];
        var perToken = Median(bare) / Tokens;
        Console.WriteLine($"engine alone        {perToken * 1e6,10:F1} us per token   {bareBytes / (double)rounds / Tokens,8:F0} bytes allocated");
        Console.WriteLine($"through connector   {Median(connected) / Tokens * 1e6,10:F1} us per token   {connectedBytes / (double)rounds / Tokens,8:F0} bytes allocated");
        Console.WriteLine($"connector adds      {Median(ratios) - 1,10:P2} (median of {rounds} pairs; middle half {Quantile(ratios, 0.25) - 1:P2} to {Quantile(ratios, 0.75) - 1:P2})");
    }

    private static async Task<(double Seconds, long Bytes)> TimeAsync(Func<Task<int>> answer)
    {
        var bytes = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        var updates = await answer();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return updates >= Tokens / 2
            ? (seconds, GC.GetTotalAllocatedBytes() - bytes)
            : throw new InvalidOperationException($"The answer came in {updates} updates, of {Tokens} tokens.");
    }

    private static async Task<int> Engine(ChameleonEngine engine)
    {
        var updates = 0;
        await foreach (var update in engine.GenerateAsync([new PromptPart.Text(Question), new PromptPart.EndOfTurn()], Options))
        {
            updates++;
        }

        return updates;
    }

    private static async Task<int> Connector(ChameleonChatClient client)
    {
        var updates = 0;
        await foreach (var update in client.GetStreamingResponseAsync(
            [new ChatMessage(ChatRole.User, Question)], new ChatOptions { RawRepresentationFactory = _ => Options }))
        {
            updates++;
        }

        return updates;
    }

    private static double Median(double[] values) => Quantile(values, 0.5);

    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}
