using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Chameleon.Connector.Telemetry;

/// <summary>The span source and the instruments that the semantic conventions of generative AI name.</summary>
internal sealed class GenAiInstruments : IDisposable
{
    private static readonly InstrumentAdvice<double> SecondsOfAnswers = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    private static readonly InstrumentAdvice<double> SecondsToFirst = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0],
    };

    private static readonly InstrumentAdvice<double> SecondsOfChunks = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5],
    };

    private static readonly InstrumentAdvice<long> Tokens = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private readonly Meter meter;

    /// <param name="sourceName">Name of both the span source and the meter.</param>
    public GenAiInstruments(string sourceName)
    {
        Source = new ActivitySource(sourceName);
        meter = new Meter(sourceName);
        Duration = meter.CreateHistogram(
            "gen_ai.client.operation.duration", "s", "Duration of a call.", tags: null, SecondsOfAnswers);
        TokenUsage = meter.CreateHistogram(
            "gen_ai.client.token.usage", "{token}", "Tokens of a call, in and out.", tags: null, Tokens);
        FirstChunk = meter.CreateHistogram(
            "gen_ai.client.operation.time_to_first_chunk", "s", "Time to the first piece of a stream.", tags: null, SecondsToFirst);
        ChunkGap = meter.CreateHistogram(
            "gen_ai.client.operation.time_per_output_chunk", "s", "Time between pieces of a stream.", tags: null, SecondsOfChunks);
    }

    public ActivitySource Source { get; }

    public Histogram<double> Duration { get; }

    public Histogram<long> TokenUsage { get; }

    public Histogram<double> FirstChunk { get; }

    public Histogram<double> ChunkGap { get; }

    /// <summary>Whether anybody wants any of it.</summary>
    public bool Enabled => Source.HasListeners() || Duration.Enabled || TokenUsage.Enabled || FirstChunk.Enabled || ChunkGap.Enabled;

    public void Dispose()
    {
        Source.Dispose();
        meter.Dispose();
    }
}
