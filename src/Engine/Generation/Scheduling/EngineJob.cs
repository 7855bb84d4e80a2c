namespace Chameleon.Engine.Generation.Scheduling;

/// <summary>Something that the engine thread does for a caller, once.</summary>
/// <param name="compute">What.</param>
/// <param name="leftQueue">Called when its turn comes.</param>
/// <param name="cancellationToken">The caller's and the engine's.</param>
internal sealed class EngineJob<T>(Func<CancellationToken, T> compute, Action leftQueue, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What came of it.</summary>
    public Task<T> Result => completion.Task;

    /// <summary>Does it. Engine thread only.</summary>
    public void Run()
    {
        leftQueue();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            completion.SetResult(compute(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            completion.SetCanceled(cancellationToken);
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }
}
