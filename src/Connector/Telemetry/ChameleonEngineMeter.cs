using System.Diagnostics.Metrics;
using Chameleon.Engine;
using Chameleon.Engine.Generation;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// What an engine does, as instruments of the meter <see cref="MeterName"/> (docs/telemetry.md lists them): what it holds
/// and has counted, read when somebody looks, and how long answers waited, read their prompt and wrote. Every
/// <see cref="ChameleonEngineHost"/> has one and disposes it. Thread-safe.
/// </summary>
public sealed class ChameleonEngineMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Chameleon.Engine";

    private const string ModelTag = "chameleon.model";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250],
    };

    private static readonly InstrumentAdvice<double> Rates = new()
    {
        HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
    };

    private readonly Meter meter = new(MeterName);
    private readonly Func<string> modelId;
    private readonly Func<EngineMetrics?> read;
    private readonly Histogram<double> queueTime;
    private readonly Histogram<double> prefillTime;
    private readonly Histogram<double> firstToken;
    private readonly Histogram<double> decodeTime;
    private readonly Histogram<double> decodeRate;

    /// <param name="modelId">The model's name at the moment; a tag of every measurement.</param>
    /// <param name="read">The engine's numbers; null while nothing is loaded or after it is gone.</param>
    internal ChameleonEngineMeter(Func<string> modelId, Func<EngineMetrics?> read)
    {
        (this.modelId, this.read) = (modelId, read);
        queueTime = meter.CreateHistogram("chameleon.engine.queue.time", "s", "Waiting before the first pass.", tags: null, Seconds);
        prefillTime = meter.CreateHistogram("chameleon.engine.prefill.time", "s", "From the first pass to the first token.", tags: null, Seconds);
        firstToken = meter.CreateHistogram("chameleon.engine.time_to_first_token", "s", "From the request to the first token.", tags: null, Seconds);
        decodeTime = meter.CreateHistogram("chameleon.engine.decode.time", "s", "From the first token to the end.", tags: null, Seconds);
        decodeRate = meter.CreateHistogram("chameleon.engine.decode.rate", "{token}/s", "Tokens per second after the first.", tags: null, Rates);
        ObserveEngine();
    }

    /// <summary>Takes the times of an answer that ends with this event; other events pass.</summary>
    /// <param name="step">The event.</param>
    public void Saw(GenerationUpdate step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step is GenerationUpdate.Finished finished)
        {
            Record(finished.Usage);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private KeyValuePair<string, object?> ModelOfNow() => new(ModelTag, modelId());

    private void Record(GenerationUsage usage)
    {
        var model = ModelOfNow();
        queueTime.Record(usage.QueueTime.TotalSeconds, model);
        var tokens = usage.TextTokens + usage.PictureTokens;
        if (tokens == 0)
        {
            return;
        }

        var decoding = (usage.TotalTime - usage.TimeToFirstToken).TotalSeconds;
        prefillTime.Record((usage.TimeToFirstToken - usage.QueueTime).TotalSeconds, model);
        firstToken.Record(usage.TimeToFirstToken.TotalSeconds, model);
        decodeTime.Record(decoding, model);
        if (tokens > 1 && decoding > 0)
        {
            decodeRate.Record((tokens - 1) / decoding, model);
        }
    }

    private void ObserveEngine()
    {
        Level("chameleon.engine.answers.running", "{answer}", "Answers that run.", metrics => metrics.RunningAnswers);
        Level("chameleon.engine.answers.waiting", "{answer}", "Answers that wait.", metrics => metrics.WaitingAnswers);
        Count("chameleon.engine.tokens.prompt", "{token}", "Prompt tokens computed.", metrics => metrics.PromptTokens);
        Count("chameleon.engine.tokens.cached", "{token}", "Prompt tokens taken from the cache.", metrics => metrics.CachedTokens);
        Count("chameleon.engine.tokens.generated", "{token}", "Tokens generated.", metrics => metrics.GeneratedTokens);
        Count("chameleon.engine.tokens.drafted", "{token}", "Tokens computed on trial.", metrics => metrics.DraftedTokens);
        Count("chameleon.engine.tokens.accepted", "{token}", "Tokens computed on trial that turned out right.", metrics => metrics.AcceptedTokens);
        Count("chameleon.engine.passes", "{pass}", "Passes through the decoder.", metrics => metrics.Passes);
        Count("chameleon.engine.requests.finished", "{request}", "Requests answered.", metrics => metrics.FinishedRequests);
        Count("chameleon.engine.requests.failed", "{request}", "Requests that ended in an error.", metrics => metrics.FailedRequests);
        Count("chameleon.engine.requests.cancelled", "{request}", "Requests cancelled.", metrics => metrics.CancelledRequests);
        Count("chameleon.engine.answers.preempted", "{answer}", "Answers that gave way and were computed again.", metrics => metrics.PreemptedAnswers);
        Level("chameleon.engine.cache.used", "By", "Key/value cache that answers and prefixes hold.", metrics => metrics.CacheBlocksInUse * metrics.CacheBlockBytes);
        Level("chameleon.engine.cache.allocated", "By", "Key/value cache that has memory.", metrics => metrics.CacheBlocksAllocated * metrics.CacheBlockBytes);
        Level("chameleon.engine.cache.limit", "By", "Most key/value cache there may be.", metrics => metrics.CacheBlockLimit * metrics.CacheBlockBytes);
        Level("chameleon.engine.memory", "By", "Memory on the device.", metrics => metrics.DeviceBytes);
    }

    private void Level(string name, string unit, string description, Func<EngineMetrics, long> value) =>
        meter.CreateObservableUpDownCounter(name, () => Measure(value), unit, description);

    private void Count(string name, string unit, string description, Func<EngineMetrics, long> value) =>
        meter.CreateObservableCounter(name, () => Measure(value), unit, description);

    private IEnumerable<Measurement<long>> Measure(Func<EngineMetrics, long> value) =>
        read() is { } metrics ? [new Measurement<long>(value(metrics), ModelOfNow())] : [];
}
