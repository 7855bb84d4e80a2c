using System.Net;

namespace Chameleon.Connector.Remote;

/// <summary>Makes the exceptions of remote engines, so that each sentence stands in one place.</summary>
internal static class RemoteThrow
{
    public static ChameleonRemoteException Unreachable(Uri endpoint, Exception inner) => new(
        ChameleonRemoteFailure.Unreachable, $"The engine at {Name(endpoint)} cannot be reached: {Text(inner)}", innerException: inner);

    public static ChameleonRemoteException NoConnection(Uri endpoint, TimeSpan limit) => new(
        ChameleonRemoteFailure.Unreachable, $"The engine at {Name(endpoint)} took no connection within {limit.TotalSeconds} seconds.");

    public static ChameleonRemoteException Status(Uri endpoint, HttpStatusCode status, string said, TimeSpan? retryAfter)
    {
        var failure = status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => ChameleonRemoteFailure.Busy,
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => ChameleonRemoteFailure.ServerError,
            _ => ChameleonRemoteFailure.Refused,
        };
        var wait = retryAfter is { } time ? $" It wants to be left alone for {Math.Ceiling(time.TotalSeconds)} seconds." : "";
        var words = said.Length > 0 ? $": {said}" : ".";
        return new(failure, $"The engine at {Name(endpoint)} answered with status {(int)status}{words}{wait}", status, retryAfter);
    }

    public static ChameleonRemoteException InAnswer(Uri endpoint, string said) => new(
        ChameleonRemoteFailure.ServerError, $"The engine at {Name(endpoint)} failed in the middle of its answer{(said.Length > 0 ? $": {said}" : ".")}");

    public static ChameleonRemoteException WrongType(Uri endpoint, string? type, string expected) => new(
        ChameleonRemoteFailure.Malformed,
        $"The engine at {Name(endpoint)} answered with {(type is null ? "no media type" : $"'{Telemetry.LogText.Escape(type)}'")} where {expected} was expected.");

    public static ChameleonRemoteException Malformed(Uri endpoint, string what, Exception? inner = null) => new(
        ChameleonRemoteFailure.Malformed, $"The engine at {Name(endpoint)} sent an answer that cannot be read: {what}.", innerException: inner);

    public static ChameleonRemoteException BrokenOff(Uri endpoint, Exception? inner = null) => new(
        ChameleonRemoteFailure.BrokenOff, $"The engine at {Name(endpoint)} broke its answer off in the middle.", innerException: inner);

    public static ChameleonRemoteException TooLarge(Uri endpoint, string what, long limit) => new(
        ChameleonRemoteFailure.TooLarge, $"{what} of the engine at {Name(endpoint)} has more than {limit} bytes, which is the limit.");

    public static ChameleonRemoteException TooSlow(Uri endpoint, string what, TimeSpan limit) => new(
        ChameleonRemoteFailure.TooSlow,
        $"The engine at {Name(endpoint)} sent {what} for {limit.TotalSeconds} seconds, which is the limit.",
        innerException: new TimeoutException());

    public static NotSupportedException Content(object content, string where) =>
        new($"A remote engine cannot be sent {content.GetType().Name} {where}.");

    public static NotSupportedException MediaType(string mediaType) =>
        new($"A remote engine cannot be sent '{mediaType}'; text and pictures (image/*) are sent.");

    public static NotSupportedException PictureAddress(Uri address) => new(
        $"The address of a picture at '{(address.IsAbsoluteUri ? address.IdnHost : "?")}' is not passed on "
        + $"({nameof(ChameleonRemoteOptions)}.{nameof(ChameleonRemoteOptions.PassPictureAddresses)} is off); send its bytes as DataContent.");

    /// <summary>Host and port, and no more of an endpoint than that.</summary>
    private static string Name(Uri endpoint) => endpoint.Authority;

    private static string Text(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return Telemetry.LogText.Escape(exception.Message.TrimEnd('.')) + ".";
    }
}
