namespace Chameleon.Connector.Remote;

/// <summary>How a remote engine is asked. Copied by what it is given to: later changes have no effect.</summary>
public sealed class ChameleonRemoteOptions
{
    /// <summary>
    /// Makes the connections, for programs with their own rules; stays the caller's, and its own time-out should be
    /// infinite. Null: one of our own, which follows no redirects.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Longest time to a connection; positive. Has no effect on a <see cref="HttpClient"/> that is given.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time from asking to the first piece of an answer, the server's queue included; positive. Each try has it anew.</summary>
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest silence between two pieces of an answer; positive. A server that draws may be silent for long.</summary>
    public TimeSpan TokenTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How often a request that failed before its answer began is tried again: 0 to 10. Tried again are connections that
    /// fail and the statuses 408, 429, 500, 502, 503 and 504.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Wait before the first further try; doubles with each, with jitter; at least 0. A server's Retry-After goes before it.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest wait before a further try; at least 0. A server that asks for a longer one is not tried again.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of one piece of an answer (a picture comes in one); at least 1,024.</summary>
    public int MaxPieceBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Most bytes of a whole answer; at least 1,024.</summary>
    public long MaxAnswerBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// Whether addresses of pictures in messages are passed on, for the server to fetch. Otherwise they are refused: which
    /// addresses a prompt may make a server call is for the program to decide.
    /// </summary>
    public bool PassPictureAddresses { get; set; }

    /// <summary>Whether the server is asked to stream. A server that answers in one piece all the same is understood either way.</summary>
    public bool StreamAnswers { get; set; } = true;

    internal ChameleonRemoteOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstTokenTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetries, 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPieceBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAnswerBytes, 1024);
        return (ChameleonRemoteOptions)MemberwiseClone();
    }
}
