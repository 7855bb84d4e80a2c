using System.Diagnostics;
using System.Text;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Benchmarks;

/// <summary>
/// Measures a checkpoint end to end through the engine's front door, as a user meets it: loading, reading a prompt,
/// writing an answer, pictures to codes and back, memory. Prompts are fresh each time, so no cached prefix helps.
/// </summary>
internal static class CheckpointBenchmark
{
    /// <summary>Loads the checkpoint and measures it.</summary>
    /// <param name="directory">The model's folder.</param>
    /// <param name="options">How the engine is set up.</param>
    /// <param name="plan">What is measured.</param>
    /// <param name="cancellationToken">Takes effect within one token.</param>
    public static async Task<BenchmarkReport> RunAsync(
        string directory, EngineOptions options, BenchmarkPlan plan, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        await using var engine = await ChameleonEngine.LoadAsync(directory, options, progress: null, cancellationToken);
        var load = Stopwatch.GetElapsedTime(start);

        var answerTokens = Math.Clamp(plan.AnswerTokens, 2, engine.Info.ContextLength / 2);
        var promptTokens = Math.Clamp(plan.PromptTokens, 1, engine.Info.ContextLength / 4);
        var random = new Random(1);
        var reading = await MedianAsync(plan, () => AnswerAsync(engine, random, promptTokens, 1, cancellationToken), usage => usage.TimeToFirstToken);
        var writing = await MedianAsync(plan, () => AnswerAsync(engine, random, 1, answerTokens, cancellationToken), usage => usage.TotalTime - usage.TimeToFirstToken);
        var (encode, decode) = await PicturesAsync(engine, plan, cancellationToken);
        return new(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(engine.Info.Directory)),
            engine.Device,
            load,
            reading.PromptTokens,
            reading.TimeToFirstToken,
            writing.TextTokens,
            (writing.TotalTime - writing.TimeToFirstToken) / (writing.TextTokens - 1),
            encode,
            decode,
            Process.GetCurrentProcess().PeakWorkingSet64);
    }

    /// <summary>Answers a fresh prompt with exactly so many tokens.</summary>
    private static async Task<GenerationUsage> AnswerAsync(
        ChameleonEngine engine, Random random, int promptTokens, int answerTokens, CancellationToken cancellationToken)
    {
        var options = new GenerationOptions
        {
            MaxNewTokens = answerTokens,
            Text = SamplingOptions.Greedy with { MinNewTokens = answerTokens },
        };
        PromptPart[] prompt = [new PromptPart.Text(FreshText(engine, random, promptTokens)), new PromptPart.EndOfTurn()];
        await foreach (var update in engine.GenerateAsync(prompt, options, cancellationToken))
        {
            if (update is GenerationUpdate.Finished finished)
            {
                return finished.Usage;
            }
        }

        throw new InvalidOperationException("The stream ended without its end.");
    }

    private static string FreshText(ChameleonEngine engine, Random random, int tokens)
    {
        var text = new StringBuilder();
        for (var missing = tokens; missing > 0; missing = tokens - engine.Tokenizer.Encode(text.ToString()).Length)
        {
            for (; missing > 0; missing--)
            {
                text.Append((char)('a' + random.Next(26))).Append(' ');
            }
        }

        return text.ToString();
    }

    private static async Task<(TimeSpan? Encode, TimeSpan? Decode)> PicturesAsync(
        ChameleonEngine engine, BenchmarkPlan plan, CancellationToken cancellationToken)
    {
        if (!engine.Info.CanSee)
        {
            return (null, null);
        }

        var size = engine.Info.PictureSize;
        var pixels = new byte[3 * size * size];
        new Random(2).NextBytes(pixels);
        var picture = new PixelImage(size, size, pixels);
        var encode = await MedianAsync(plan, () => TimeAsync(() => engine.EncodeAsync(picture, cancellationToken)), time => time);
        var codes = await engine.EncodeAsync(picture, cancellationToken);
        try
        {
            return (encode, await MedianAsync(plan, () => TimeAsync(() => engine.DecodeAsync(codes, cancellationToken)), time => time));
        }
        catch (GenerationException exception) when (exception.Error == GenerationError.PicturesNotAllowed)
        {
            return (encode, null);
        }
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<T> MedianAsync<T>(BenchmarkPlan plan, Func<Task<T>> measure, Func<T, TimeSpan> time)
    {
        await measure();
        var runs = new List<T>();
        for (var run = 0; run < Math.Max(plan.Repeats, 1); run++)
        {
            runs.Add(await measure());
        }

        return runs.OrderBy(time).ElementAt(runs.Count / 2);
    }
}
