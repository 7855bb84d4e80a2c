using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Remote.Wire;

/// <summary>The lines that remote engines leave in a log.</summary>
internal static partial class RemoteLog
{
    [LoggerMessage(1, LogLevel.Warning, "Try {Attempt} failed; again in {Seconds} s. {Reason}")]
    public static partial void Again(ILogger logger, int attempt, double seconds, string reason);
}
