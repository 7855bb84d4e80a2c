using Chameleon.Engine;
using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>One engine of a host: loaded when it is first wanted, given back once. Thread-safe.</summary>
internal sealed class EngineSlot : IAsyncDisposable
{
    private readonly Func<IProgress<LoadProgress>, CancellationToken, Task<ChameleonEngine>> load;
    private readonly CancellationTokenSource disposing = new();
    private readonly Lock gate = new();
    private readonly LoadProgressRelay progress;
    private readonly Lazy<Task> disposal;
    private readonly Task before;
    private Task<ChameleonEngine>? loading;

    /// <param name="modelId">Name by which callers know the model.</param>
    /// <param name="directory">Its folder.</param>
    /// <param name="load">Loads it.</param>
    /// <param name="watcher">Told how far loading is.</param>
    /// <param name="before">Loading begins when this is over: two models need not fit into memory at once.</param>
    public EngineSlot(
        string modelId, string directory, Func<IProgress<LoadProgress>, CancellationToken, Task<ChameleonEngine>> load, IProgress<LoadProgress>? watcher, Task before)
    {
        (ModelId, Directory, this.load, this.before) = (modelId, directory, load, before);
        progress = new LoadProgressRelay(watcher);
        disposal = new Lazy<Task>(DisposeOnceAsync);
    }

    /// <summary>A slot whose engine is there already.</summary>
    public EngineSlot(string modelId, ChameleonEngine engine)
        : this(modelId, engine.Info.Directory, (_, _) => Task.FromResult(engine), watcher: null, Task.CompletedTask) => loading = Task.FromResult(engine);

    /// <summary>Name by which callers know the model.</summary>
    public string ModelId { get; }

    /// <summary>The model's folder.</summary>
    public string Directory { get; }

    /// <summary>How far loading is; null before it begins.</summary>
    public LoadProgress? Progress => progress.Latest;

    /// <summary>The engine; null when it is not loaded, or gone.</summary>
    public ChameleonEngine? Engine
    {
        get
        {
            lock (gate)
            {
                return loading is { IsCompletedSuccessfully: true } loaded && !disposing.IsCancellationRequested ? loaded.Result : null;
            }
        }
    }

    /// <summary>The engine, loaded by the first who asks; loading that failed is tried again by the next.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public ValueTask<ChameleonEngine> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposing.IsCancellationRequested, typeof(ChameleonEngineHost));
            if (loading is null or { IsFaulted: true } or { IsCanceled: true })
            {
                loading = before.IsCompleted ? load(progress, disposing.Token) : LoadAfterAsync();
            }

            return loading.IsCompletedSuccessfully ? new(loading.Result) : new(WaitAsync(loading, cancellationToken));
        }
    }

    /// <summary>Ends whatever runs, waits for it and gives all memory back.</summary>
    public ValueTask DisposeAsync() => new(disposal.Value);

    private async Task<ChameleonEngine> LoadAfterAsync()
    {
        await before.WaitAsync(disposing.Token).ConfigureAwait(false);
        return await load(progress, disposing.Token).ConfigureAwait(false);
    }

    private async Task<ChameleonEngine> WaitAsync(Task<ChameleonEngine> engine, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (disposing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(ChameleonEngineHost));
        }
    }

    private async Task DisposeOnceAsync()
    {
        Task<ChameleonEngine>? last;
        lock (gate)
        {
            disposing.Cancel();
            last = loading;
        }

        if (last is not null)
        {
            await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (last.IsCompletedSuccessfully)
            {
                await last.Result.DisposeAsync().ConfigureAwait(false);
            }
        }

        disposing.Dispose();
    }
}
