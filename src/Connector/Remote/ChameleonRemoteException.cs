using System.Net;

namespace Chameleon.Connector.Remote;

/// <summary>Why a remote engine did not answer.</summary>
public enum ChameleonRemoteFailure
{
    /// <summary>No connection, or none that lasted until the answer began.</summary>
    Unreachable,

    /// <summary>The server will not answer this request, however often it is asked: a status from 300 to 499 but 408 and 429.</summary>
    Refused,

    /// <summary>The server has too much to do: 429 or 503.</summary>
    Busy,

    /// <summary>The server failed: another status from 500, 408, or an error in the middle of an answer.</summary>
    ServerError,

    /// <summary>What it sent is not an answer.</summary>
    Malformed,

    /// <summary>The answer ended in the middle.</summary>
    BrokenOff,

    /// <summary>The answer, or a piece of it, is larger than allowed.</summary>
    TooLarge,

    /// <summary>Nothing came for longer than allowed.</summary>
    TooSlow,
}

/// <summary>
/// A remote engine that did not answer. The message is one sentence with the host, the status and what the server said,
/// cut to a bearable length and without the key.
/// </summary>
public sealed class ChameleonRemoteException : HttpRequestException
{
    /// <param name="failure">The kind, for programs.</param>
    /// <param name="message">The sentence, for people.</param>
    /// <param name="statusCode">What the server answered with, if it did.</param>
    /// <param name="retryAfter">How long the server wants to be left alone, if it says so.</param>
    /// <param name="innerException">What lies behind it.</param>
    public ChameleonRemoteException(
        ChameleonRemoteFailure failure,
        string message,
        HttpStatusCode? statusCode = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null)
        : base(message, innerException, statusCode) => (Failure, RetryAfter) = (failure, retryAfter);

    /// <summary>The kind, for programs.</summary>
    public ChameleonRemoteFailure Failure { get; }

    /// <summary>How long the server wants to be left alone, if it says so.</summary>
    public TimeSpan? RetryAfter { get; }
}
