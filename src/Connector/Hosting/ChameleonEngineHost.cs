using System.Diagnostics.CodeAnalysis;
using Chameleon.Connector.Telemetry;
using Chameleon.Engine;
using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>
/// One engine for any number of callers: loads it once, when it is first wanted, and disposes it last. All members are
/// thread-safe. Everything of the connector stands on a host and leaves its disposal to whoever made it; in a service
/// collection that is the container.
/// </summary>
public sealed class ChameleonEngineHost : IAsyncDisposable, IDisposable
{
    private readonly Func<IProgress<LoadProgress>, CancellationToken, Task<ChameleonEngine>> load;
    private readonly CancellationTokenSource disposing = new();
    private readonly Lock gate = new();
    private readonly LoadProgressRelay progress;
    private readonly Lazy<Task> disposal;
    private Task<ChameleonEngine>? loading;

    /// <summary>A host for a model that is still to be loaded.</summary>
    /// <param name="options">Which model, and how.</param>
    /// <exception cref="ArgumentException">No model folder is named.</exception>
    public ChameleonEngineHost(ChameleonEngineHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ModelDirectory);
        var (directory, engineOptions) = (options.ModelDirectory, options.Engine);
        ModelId = options.ModelId ?? NameOf(directory);
        progress = new LoadProgressRelay(options.Progress);
        load = (progress, cancellationToken) => ChameleonEngine.LoadAsync(directory, engineOptions, progress, cancellationToken);
        disposal = new Lazy<Task>(DisposeOnceAsync);
        Meter = new ChameleonEngineMeter(ModelId, ReadMetrics);
    }

    /// <summary>A host for an engine that is loaded already; the host disposes it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="modelId">Name by which callers know the model; null: its folder's name.</param>
    public ChameleonEngineHost(ChameleonEngine engine, string? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ModelId = modelId ?? NameOf(engine.Info.Directory);
        progress = new LoadProgressRelay(null);
        load = (_, _) => Task.FromResult(engine);
        loading = Task.FromResult(engine);
        disposal = new Lazy<Task>(DisposeOnceAsync);
        Meter = new ChameleonEngineMeter(ModelId, ReadMetrics);
    }

    /// <summary>Name by which callers know the model.</summary>
    public string ModelId { get; }

    /// <summary>How far loading is; null before it begins.</summary>
    public LoadProgress? Progress => progress.Latest;

    /// <summary>The engine's instruments. Whoever reads an answer shows it each event.</summary>
    internal ChameleonEngineMeter Meter { get; }

    /// <summary>The engine, if it is loaded.</summary>
    public bool TryGetEngine([NotNullWhen(true)] out ChameleonEngine? engine)
    {
        lock (gate)
        {
            engine = loading is { IsCompletedSuccessfully: true } loaded && !disposing.IsCancellationRequested ? loaded.Result : null;
            return engine is not null;
        }
    }

    /// <summary>
    /// The engine, loaded by the first who asks. Loading that failed is tried again by the next who asks; whoever stops
    /// waiting does not stop it for the others.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the loading.</param>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    /// <exception cref="IOException">A file cannot be read. For the rest see <see cref="ChameleonEngine.LoadAsync"/>.</exception>
    public ValueTask<ChameleonEngine> GetEngineAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposing.IsCancellationRequested, this);
            if (loading is null or { IsFaulted: true } or { IsCanceled: true })
            {
                loading = load(progress, disposing.Token);
            }

            return loading.IsCompletedSuccessfully ? new(loading.Result) : new(WaitAsync(loading, cancellationToken));
        }
    }

    /// <summary>Ends whatever runs, waits for it and gives all memory back.</summary>
    public ValueTask DisposeAsync() => new(disposal.Value);

    /// <summary>
    /// The same for containers that can dispose only this way. Waits for the engine's own thread, which needs none of the
    /// caller's; prefer <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => disposal.Value.GetAwaiter().GetResult();

    private static string NameOf(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    private EngineMetrics? ReadMetrics() => TryGetEngine(out var engine) ? engine.Metrics : null;

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

        Meter.Dispose();
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
