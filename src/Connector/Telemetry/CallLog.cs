using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Telemetry;

/// <summary>The lines that calls leave in a log. Every text in them has been through <see cref="LogText"/>.</summary>
internal static partial class CallLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Operation} {Model} invoked.")]
    public static partial void Invoked(ILogger logger, string operation, string model);

    [LoggerMessage(2, LogLevel.Trace, "{Operation} {Model} invoked: {Messages}. Options: {Options}.", SkipEnabledCheck = true)]
    public static partial void InvokedSensitive(ILogger logger, string operation, string model, string messages, string options);

    [LoggerMessage(3, LogLevel.Debug, "{Operation} {Model} completed in {Seconds} s: {FinishReason}.")]
    public static partial void Completed(ILogger logger, string operation, string model, double seconds, string finishReason);

    [LoggerMessage(4, LogLevel.Trace, "{Operation} {Model} completed in {Seconds} s: {Answer}.", SkipEnabledCheck = true)]
    public static partial void CompletedSensitive(ILogger logger, string operation, string model, double seconds, string answer);

    [LoggerMessage(5, LogLevel.Information, "Prompt tokens: {PromptTokens}. Completion tokens: {CompletionTokens}. Total tokens: {TotalTokens}.")]
    public static partial void Tokens(ILogger logger, long? promptTokens, long? completionTokens, long? totalTokens);

    [LoggerMessage(6, LogLevel.Debug, "{Operation} {Model} left by its caller after {Seconds} s.")]
    public static partial void Left(ILogger logger, string operation, string model, double seconds);

    [LoggerMessage(7, LogLevel.Debug, "{Operation} {Model} canceled after {Seconds} s.")]
    public static partial void Canceled(ILogger logger, string operation, string model, double seconds);

    [LoggerMessage(8, LogLevel.Error, "{Operation} {Model} failed after {Seconds} s: {ErrorType}: {Reason}")]
    public static partial void Failed(ILogger logger, string operation, string model, double seconds, string errorType, string reason);
}
