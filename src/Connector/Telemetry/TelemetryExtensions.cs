using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chameleon.Connector.Telemetry;

/// <summary>Wraps a client or a generator in logging or tracing. The wrapper owns what it wraps.</summary>
public static class TelemetryExtensions
{
    /// <summary>The client, its calls logged. A factory that logs nothing leaves the client as it is.</summary>
    /// <param name="client">The client.</param>
    /// <param name="loggerFactory">Makes the log, named as <see cref="LoggingChatClient"/>.</param>
    /// <param name="configure">Sets the wrapper up.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="loggerFactory"/> is null.</exception>
    public static IChatClient WithLogging(
        this IChatClient client, ILoggerFactory loggerFactory, Action<LoggingChatClient>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        return loggerFactory is NullLoggerFactory
            ? client
            : client.WithLogging(loggerFactory.CreateLogger<LoggingChatClient>(), configure);
    }

    /// <summary>The client, its calls logged.</summary>
    /// <param name="client">The client.</param>
    /// <param name="logger">The log.</param>
    /// <param name="configure">Sets the wrapper up.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="logger"/> is null.</exception>
    public static IChatClient WithLogging(this IChatClient client, ILogger logger, Action<LoggingChatClient>? configure = null)
    {
        var logging = new LoggingChatClient(client, logger);
        configure?.Invoke(logging);
        return logging;
    }

    /// <summary>The client, its calls traced and measured.</summary>
    /// <param name="client">The client.</param>
    /// <param name="sourceName">Name of the span source and of the meter; null: <see cref="OpenTelemetryChatClient.DefaultSourceName"/>.</param>
    /// <param name="configure">Sets the wrapper up.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public static IChatClient WithOpenTelemetry(
        this IChatClient client, string? sourceName = null, Action<OpenTelemetryChatClient>? configure = null)
    {
        var traced = new OpenTelemetryChatClient(client, sourceName);
        configure?.Invoke(traced);
        return traced;
    }

    /// <summary>The generator, its calls logged.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="loggerFactory">Makes the log, named as <see cref="LoggingImageGenerator"/>.</param>
    /// <param name="configure">Sets the wrapper up.</param>
    /// <exception cref="ArgumentNullException"><paramref name="generator"/> or <paramref name="loggerFactory"/> is null.</exception>
    [Experimental("MEAI001")]
    public static IImageGenerator WithLogging(
        this IImageGenerator generator, ILoggerFactory loggerFactory, Action<LoggingImageGenerator>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        if (loggerFactory is NullLoggerFactory)
        {
            return generator;
        }

        var logging = new LoggingImageGenerator(generator, loggerFactory.CreateLogger<LoggingImageGenerator>());
        configure?.Invoke(logging);
        return logging;
    }

    /// <summary>The generator, its calls traced and measured.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="sourceName">Name of the span source and of the meter; null: <see cref="OpenTelemetryChatClient.DefaultSourceName"/>.</param>
    /// <param name="configure">Sets the wrapper up.</param>
    /// <exception cref="ArgumentNullException"><paramref name="generator"/> is null.</exception>
    [Experimental("MEAI001")]
    public static IImageGenerator WithOpenTelemetry(
        this IImageGenerator generator, string? sourceName = null, Action<OpenTelemetryImageGenerator>? configure = null)
    {
        var traced = new OpenTelemetryImageGenerator(generator, sourceName);
        configure?.Invoke(traced);
        return traced;
    }
}
