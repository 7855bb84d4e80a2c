using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>Keeps the latest report and hands each on.</summary>
/// <param name="next">Who is told too.</param>
internal sealed class LoadProgressRelay(IProgress<LoadProgress>? next) : IProgress<LoadProgress>
{
    private readonly Lock gate = new();
    private LoadProgress? latest;

    /// <summary>The latest report; null before the first.</summary>
    public LoadProgress? Latest
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
    public void Report(LoadProgress value)
    {
        lock (gate)
        {
            latest = value;
        }

        next?.Report(value);
    }
}
