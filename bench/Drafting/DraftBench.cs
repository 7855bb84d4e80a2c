using System.Diagnostics;
using Chameleon.Bench.EndToEnd;
using Chameleon.Engine;
using Chameleon.Engine.Compute.Cpu;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Generation.Drafting;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Bench.Drafting;

/// <summary>
/// What drafting by prompt lookup gives where text comes again, and costs where it does not: answers that are forced to
/// be what they are, with drafts and without in turns, so that a neighbour's load falls on both.
/// </summary>
internal static class DraftBench
{
    // A token more than whole blocks of the cache: after the first round no prompt is read again.
    private const int PromptTokens = 257;
    private const int FirstId = 9_000;
    private const int Ids = 30_000;

    /// <summary>Runs and prints.</summary>
    /// <param name="shape">Random weights of this shape, <c>7b-2layer</c>.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="activations">How activations meet quantised weights.</param>
    /// <param name="form">What <c>--quantize</c> takes; null: bfloat16.</param>
    public static async Task RunAsync(string shape, int threads, ActivationPrecision activations, string? form)
    {
        const int Tokens = 64;
        const int Rounds = 3;
        PrintLookup();
        var quantize = form is null ? null : new WeightQuantization { Target = QuantizationTarget.Parse(form), Head = true };
        var device = new CpuDevice(new CpuOptions { Threads = threads, Activations = activations });
        await using var engine = new ChameleonEngine(new IdModel(RandomModel.Load(shape, device, quantize), device), new EngineOptions());
        Console.WriteLine($"{shape}, {form ?? "bf16"}, {activations} activations, {threads} threads; {Tokens} tokens after {PromptTokens}, medians of {Rounds} rounds in turns");
        foreach (var (name, prompt, answer) in Cases(Tokens))
        {
            var (plain, drafted) = (new List<double>(), new List<double>());
            var before = engine.Metrics;
            for (var round = -1; round < Rounds; round++)
            {
                var (without, with) = (await SecondsAsync(engine, prompt, answer, 0, threads), await SecondsAsync(engine, prompt, answer, 8, threads));
                if (round < 0)
                {
                    before = engine.Metrics;
                    continue;
                }

                plain.Add(without);
                drafted.Add(with);
            }

            var after = engine.Metrics;
            var passes = (after.Passes - before.Passes) / (double)Rounds - Tokens;
            var (guessed, right) = (after.DraftedTokens - before.DraftedTokens, after.AcceptedTokens - before.AcceptedTokens);
            Console.WriteLine(
                $"{name,-44} {Tokens / Median(plain),7:F1} tokens/s, with drafts {Tokens / Median(drafted),7:F1}: "
                + $"{Median(plain.Zip(drafted, (without, with) => without / with)),5:F2} x; {passes:F0} passes, {right / (double)Rounds:F0} of {guessed / (double)Rounds:F0} drafted tokens right");
        }
    }

    /// <summary>Prompts and what is written after them.</summary>
    private static IEnumerable<(string Name, int[] Prompt, int[] Answer)> Cases(int tokens)
    {
        var random = new Random(1);
        int[] Fresh(int count) => [.. Enumerable.Range(0, count).Select(_ => FirstId + random.Next(Ids))];
        var text = Fresh(PromptTokens);
        var edited = text[..tokens];
        for (var place = 12; place < tokens; place += 24)
        {
            edited[place] = FirstId + random.Next(Ids);
        }

        yield return ("the prompt again", text, text[..tokens]);
        yield return ("the prompt again, each 24th token another", text, edited);
        yield return ("a list: three fresh tokens, five that repeat", text, [.. Enumerable.Range(0, tokens).Select(i => i % 8 < 3 ? FirstId + random.Next(Ids) : FirstId + (i % 8))]);
        yield return ("pairs that come again, and other tokens after", text, [.. Enumerable.Range(0, tokens).Select(i => i % 3 < 2 ? FirstId + (i % 3) : FirstId + random.Next(Ids))]);
        yield return ("nothing comes again", text, Fresh(tokens));
    }

    private static async Task<double> SecondsAsync(ChameleonEngine engine, int[] prompt, int[] answer, int drafts, int threads)
    {
        var options = new GenerationOptions
        {
            MaxNewTokens = answer.Length,
            DraftTokens = drafts,
            CacheScope = "bench",
            Text = SamplingOptions.Greedy,
            Processors = [new Continuation(answer)],
        };
        var start = Seconds(threads);
        await foreach (var update in engine.GenerateAsync([new PromptPart.Ids(prompt)], options))
        {
            if (update is GenerationUpdate.Finished { Usage.TextTokens: var written } && written != answer.Length)
            {
                throw new InvalidOperationException($"{written} tokens were written instead of {answer.Length}.");
            }
        }

        return Seconds(threads) - start;
    }

    private static double Seconds(int threads) =>
        threads == 1 ? Environment.CpuUsage.TotalTime.TotalSeconds : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Looking up in a long text, where tokens come as often as words do (Zipf's law).</summary>
    private static void PrintLookup()
    {
        const int Length = 4096;
        var random = new Random(1);
        var tokens = Enumerable.Range(0, Length).Select(_ => (int)Math.Pow(Ids, random.NextDouble())).ToArray();
        var lookup = new PromptLookup();
        for (var round = 0; round < 3; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var repeat = 0; repeat < 20_000; repeat++)
            {
                lookup.Take(tokens.AsSpan(0, Length - (repeat % 64)));
            }

            Console.WriteLine($"lookup in {Length} tokens {(Environment.CpuUsage.TotalTime - start).TotalMicroseconds / 20_000:F2} us a token");
        }
    }
}
