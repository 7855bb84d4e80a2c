namespace Chameleon.Connector.Remote.Wire;

/// <summary>How long a request may still be waited for. One thread at a time.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource expired;
    private readonly CancellationTokenSource either;

    public Patience(TimeProvider time, CancellationToken caller)
    {
        Caller = caller;
        expired = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, caller);
    }

    /// <summary>Whose request it is.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Ends what is waited for: when the caller wants it, or the time is over.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>The time is over, and not because of the caller.</summary>
    public bool IsOver => expired.IsCancellationRequested && !Caller.IsCancellationRequested;

    public void Begin(TimeSpan time) => expired.CancelAfter(time);

    /// <summary>The caller has the word; its time does not count.</summary>
    public void Pause() => expired.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        either.Dispose();
        expired.Dispose();
    }
}
