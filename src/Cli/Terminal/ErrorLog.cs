using Microsoft.Extensions.Logging;

namespace Chameleon.Cli.Terminal;

/// <summary>Warnings and errors of libraries, a line each, on standard error.</summary>
/// <param name="shell">Whose standard error.</param>
internal sealed class ErrorLog(Shell shell) : ILoggerFactory, ILogger
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place that this log goes to.");

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var because = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
            shell.Error.WriteLine($"chameleon: {TerminalText.Escape(formatter(state, exception) + because)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
