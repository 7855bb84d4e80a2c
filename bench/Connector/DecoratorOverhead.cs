using System.Diagnostics;
using System.Diagnostics.Metrics;
using Chameleon.Connector.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Bench.Connector;

/// <summary>What logging and tracing add to each piece of a stream, beside a client that does nothing else.</summary>
internal static class DecoratorOverhead
{
    private const int Pieces = 20_000;
    private const int Rounds = 15;

    /// <summary>Runs and prints.</summary>
    public static async Task RunAsync()
    {
        const string Source = "bench";
        using var unheard = new Stream().WithOpenTelemetry("unheard").WithLogging((ILogger)new Counted(LogLevel.None));
        using var heard = new Stream().WithOpenTelemetry(Source).WithLogging((ILogger)new Counted(LogLevel.Debug));
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(spans);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Source)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        meters.Start();

        var bare = await BestAsync(new Stream());
        Console.WriteLine($"logging and tracing, unheard {(await BestAsync(unheard) - bare) * 1e9,8:F0} ns per piece");
        Console.WriteLine($"logging and tracing, heard   {(await BestAsync(heard) - bare) * 1e9,8:F0} ns per piece");
    }

    private static async Task<double> BestAsync(IChatClient client)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await foreach (var update in client.GetStreamingResponseAsync("x"))
            {
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best / Pieces;
    }

    private sealed class Stream : IChatClient
    {
        private static readonly ChatResponseUpdate Piece = new(ChatRole.Assistant, "piece ");

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var i = 0; i < Pieces; i++)
            {
                yield return Piece;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Counted(LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            formatter(state, exception);
    }
}
