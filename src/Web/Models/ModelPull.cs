using Chameleon.Hub;

namespace Chameleon.Web.Models;

/// <summary>A pull that belongs to the program, not to a page: it goes on when no page watches. Thread-safe.</summary>
/// <param name="reference">What is pulled.</param>
internal sealed class ModelPull(HubReference reference) : IProgress<PullProgress>, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private PullProgress progress;
    private (PullState State, string? Problem) end = (PullState.Running, null);

    /// <summary>What is pulled.</summary>
    public HubReference Reference { get; } = reference;

    /// <summary>Cancelled when it is to end.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>How it stands.</summary>
    public PullState State
    {
        get
        {
            lock (gate)
            {
                return end.State;
            }
        }
    }

    /// <summary>Why it ended, in a sentence; null while there is no reason.</summary>
    public string? Problem
    {
        get
        {
            lock (gate)
            {
                return end.Problem;
            }
        }
    }

    /// <summary>How far it is.</summary>
    public PullProgress Progress
    {
        get
        {
            lock (gate)
            {
                return progress;
            }
        }
    }

    /// <inheritdoc/>
    public void Report(PullProgress value)
    {
        lock (gate)
        {
            progress = value;
        }
    }

    /// <summary>Ends it; nothing when it has ended.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (end.State == PullState.Running)
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>It has ended.</summary>
    public void End(PullState state, string? problem = null)
    {
        lock (gate)
        {
            end = (state, problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();
}
