using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Telemetry;

/// <summary>Writes one call into a log.</summary>
internal sealed class LoggedCall : CallObserver
{
    private readonly ILogger logger;
    private readonly string operation;
    private readonly string model;
    private readonly bool sensitive;
    private readonly long started = Stopwatch.GetTimestamp();

    /// <param name="logger">Where to.</param>
    /// <param name="operation">What is called.</param>
    /// <param name="model">Which model it asks for; null when nobody knows.</param>
    /// <param name="sensitive">Whether the prompt and the answer are written.</param>
    /// <param name="prompt">The prompt and the options as text; asked only when they are written.</param>
    public LoggedCall(ILogger logger, string operation, string? model, bool sensitive, Func<(string Messages, string Options)> prompt)
        : base(sensitive)
    {
        (this.logger, this.operation, this.sensitive) = (logger, operation, sensitive);
        this.model = LogText.Escape(model);
        if (sensitive)
        {
            var (messages, options) = prompt();
            CallLog.InvokedSensitive(logger, operation, this.model, LogText.Escape(messages), LogText.Escape(options));
        }
        else
        {
            CallLog.Invoked(logger, operation, this.model);
        }
    }

    private double Seconds => Stopwatch.GetElapsedTime(started).TotalSeconds;

    protected override void Failed(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            CallLog.Canceled(logger, operation, model, Seconds);
        }
        else
        {
            CallLog.Failed(logger, operation, model, Seconds, exception.GetType().FullName!, LogText.Escape(exception.Message));
        }
    }

    protected override void Ended(bool whole)
    {
        if (!whole)
        {
            CallLog.Left(logger, operation, model, Seconds);
            return;
        }

        if (sensitive)
        {
            CallLog.CompletedSensitive(logger, operation, model, Seconds, LogText.Escape(Answer.Content));
        }
        else
        {
            CallLog.Completed(logger, operation, model, Seconds, LogText.Escape(Answer.FinishReason?.Value ?? "done"));
        }

        if (Answer.Usage is { } usage)
        {
            CallLog.Tokens(logger, usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount);
        }
    }
}
