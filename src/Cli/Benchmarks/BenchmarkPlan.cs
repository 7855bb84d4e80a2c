namespace Chameleon.Cli.Benchmarks;

/// <summary>What is measured of a checkpoint.</summary>
/// <param name="PromptTokens">Tokens of the prompt whose reading is timed; fewer where the context is shorter.</param>
/// <param name="AnswerTokens">Tokens generated while writing is timed, at least 2.</param>
/// <param name="Repeats">Runs of each measurement, at least 1; the median counts. One run before them warms up.</param>
internal sealed record BenchmarkPlan(int PromptTokens, int AnswerTokens, int Repeats)
{
    /// <summary>What takes a few seconds on the demo model.</summary>
    public static BenchmarkPlan Usual { get; } = new(512, 128, 3);
}
