namespace Chameleon.Cli.Terminal;

/// <summary>Keeps the last progress that was reported, for whoever looks. Thread-safe.</summary>
internal sealed class LatestProgress<T> : IProgress<T>
    where T : struct
{
    private readonly Lock gate = new();
    private T latest;

    /// <summary>The last report.</summary>
    public T Latest
    {
        get
        {
            lock (gate)
            {
                return latest;
            }
        }
    }

    /// <inheritdoc/>
    public void Report(T value)
    {
        lock (gate)
        {
            latest = value;
        }
    }
}
