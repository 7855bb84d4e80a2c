namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>Cancels the pass at hand; renewed without allocating as long as nothing was cancelled. Thread-safe.</summary>
internal sealed class PassCancellation : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource source = new();

    /// <summary>A token for the next pass.</summary>
    public CancellationToken Renew()
    {
        lock (gate)
        {
            if (!source.TryReset())
            {
                source.Dispose();
                source = new CancellationTokenSource();
            }

            return source.Token;
        }
    }

    /// <summary>Stops the pass between two layers.</summary>
    public void Cancel()
    {
        lock (gate)
        {
            source.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            source.Dispose();
        }
    }
}
