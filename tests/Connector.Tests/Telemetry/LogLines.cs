using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Tests.Telemetry;

/// <summary>A log that keeps its lines.</summary>
internal sealed class LogLines(LogLevel least = LogLevel.Trace) : ILogger, ILoggerFactory
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = new();

    public IReadOnlyList<(LogLevel Level, string Text)> All => [.. lines];

    public string Everything => string.Join('\n', lines.Select(line => line.Text));

    public string? Category { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            lines.Enqueue((logLevel, formatter(state, exception) + exception));
        }
    }

    public ILogger CreateLogger(string categoryName)
    {
        Category = categoryName;
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
