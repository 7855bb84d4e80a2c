using Chameleon.Hub;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Models;

/// <summary>Pulls models, page or no page, and knows what is under way. Disposing stops it all; what came is kept. Thread-safe.</summary>
/// <param name="hub">From where.</param>
/// <param name="log">Told what went wrong.</param>
internal sealed class PullDesk(ModelHub hub, ILogger<PullDesk> log) : IAsyncDisposable
{
    private const int MostPulls = 20;

    private readonly Lock gate = new();
    private readonly List<(ModelPull Pull, Task Work)> pulls = [];

    /// <summary>Raised on any thread when a pull begins, ends or is put away; not for every byte.</summary>
    public event Action? Changed;

    /// <summary>Pulls under way and those that ended and were not put away, the latest first.</summary>
    public IReadOnlyList<ModelPull> Pulls
    {
        get
        {
            lock (gate)
            {
                return [.. pulls.Select(entry => entry.Pull).Reverse()];
            }
        }
    }

    /// <summary>Pulls a model, in place of an earlier pull of the same; one that is under way goes on.</summary>
    public void Start(HubReference reference)
    {
        lock (gate)
        {
            if (pulls.Any(entry => entry.Pull.Reference == reference && entry.Pull.State == PullState.Running))
            {
                return;
            }

            Forget(entry => entry.Reference == reference);
            if (pulls.Count >= MostPulls)
            {
                Forget(entry => entry.State != PullState.Running);
            }

            var pull = new ModelPull(reference);
            pulls.Add((pull, Task.Run(() => PullAsync(pull))));
        }

        Changed?.Invoke();
    }

    /// <summary>Puts an ended pull away.</summary>
    public void PutAway(ModelPull pull)
    {
        lock (gate)
        {
            Forget(entry => entry == pull && entry.State != PullState.Running);
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (gate)
        {
            pulls.ForEach(entry => entry.Pull.Stop());
            running = [.. pulls.Select(entry => entry.Work)];
        }

        await Task.WhenAll(running);
        pulls.ForEach(entry => entry.Pull.Dispose());
    }

    private void Forget(Predicate<ModelPull> which)
    {
        foreach (var (pull, _) in pulls.Where(entry => which(entry.Pull)).ToArray())
        {
            pulls.RemoveAll(entry => entry.Pull == pull);
            pull.Dispose();
        }
    }

    private async Task PullAsync(ModelPull pull)
    {
        try
        {
            await hub.PullAsync(pull.Reference, pull, pull.Stopping);
            pull.End(PullState.Done);
        }
        catch (OperationCanceledException) when (pull.Stopping.IsCancellationRequested)
        {
            pull.End(PullState.Stopped);
        }
        catch (Exception exception)
        {
            log.LogWarning(exception, "The model {Model} could not be pulled.", pull.Reference);
            pull.End(PullState.Failed, exception is IOException or UnauthorizedAccessException ? exception.Message : Words.PullFailed);
        }

        Changed?.Invoke();
    }
}
