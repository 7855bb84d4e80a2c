using System.Diagnostics.CodeAnalysis;
using Chameleon.Connector.Telemetry;
using Chameleon.Engine;
using Chameleon.Engine.Models;

namespace Chameleon.Connector;

/// <summary>
/// One engine for any number of callers: loads it once, when it is first wanted, and disposes it last; another model may
/// take its place while callers go on. All members are thread-safe. Everything of the connector stands on a host and leaves
/// its disposal to whoever made it; in a service collection that is the container.
/// </summary>
public sealed class ChameleonEngineHost : IAsyncDisposable, IDisposable
{
    private readonly Lock gate = new();
    private readonly Lazy<Task> disposal;
    private Func<Task, EngineSlot>? renew;
    private volatile EngineSlot slot;
    private bool isDisposed;

    /// <summary>A host for a model that is still to be loaded.</summary>
    /// <param name="options">Which model, and how.</param>
    /// <exception cref="ArgumentException">No model folder is named.</exception>
    public ChameleonEngineHost(ChameleonEngineHostOptions options)
        : this(SlotsOf(options))
    {
    }

    /// <summary>A host for an engine that is loaded already; the host disposes it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="modelId">Name by which callers know the model; null: its folder's name.</param>
    public ChameleonEngineHost(ChameleonEngine engine, string? modelId = null)
        : this(renew: null, SlotOf(engine, modelId))
    {
    }

    private ChameleonEngineHost(Func<Task, EngineSlot> renew)
        : this(renew, renew(Task.CompletedTask))
    {
    }

    private ChameleonEngineHost(Func<Task, EngineSlot>? renew, EngineSlot slot)
    {
        (this.renew, this.slot) = (renew, slot);
        disposal = new Lazy<Task>(DisposeOnceAsync);
        Meter = new ChameleonEngineMeter(() => ModelId, ReadMetrics);
    }

    /// <summary>Name by which callers know the model.</summary>
    public string ModelId => slot.ModelId;

    /// <summary>The model's folder, as it was named.</summary>
    public string ModelDirectory => slot.Directory;

    /// <summary>How far loading is; null before it begins.</summary>
    public LoadProgress? Progress => slot.Progress;

    /// <summary>The engine's instruments. Whoever reads an answer of the engine's own stream shows it each event.</summary>
    public ChameleonEngineMeter Meter { get; }

    /// <summary>The engine, if it is loaded.</summary>
    public bool TryGetEngine([NotNullWhen(true)] out ChameleonEngine? engine) => (engine = slot.Engine) is not null;

    /// <summary>
    /// The engine, loaded by the first who asks. Loading that failed is tried again by the next who asks; whoever stops
    /// waiting does not stop it for the others. Who waits for a model that another one replaces gets the other one.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the loading.</param>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    /// <exception cref="IOException">A file cannot be read. For the rest see <see cref="ChameleonEngine.LoadAsync"/>.</exception>
    public ValueTask<ChameleonEngine> GetEngineAsync(CancellationToken cancellationToken = default)
    {
        var current = slot;
        var engine = current.GetAsync(cancellationToken);
        return engine.IsCompletedSuccessfully ? engine : new(WaitAsync(current, engine, cancellationToken));
    }

    /// <summary>
    /// Puts another model in this one's place; it is loaded when it is next wanted, and not before the other one's memory is
    /// given back. What runs ends with <see cref="Engine.Generation.GenerationError.Disposed"/>.
    /// </summary>
    /// <param name="options">Which model, and how.</param>
    /// <returns>Done when all memory of the model before is given back.</returns>
    /// <exception cref="ArgumentException">No model folder is named.</exception>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    public Task ReplaceAsync(ChameleonEngineHostOptions options) => ReplaceAsync(SlotsOf(options));

    /// <summary>
    /// Gives the model's memory back until somebody wants it again. What runs ends with
    /// <see cref="Engine.Generation.GenerationError.Disposed"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The host was made from an engine, and does not know how to load it.</exception>
    /// <exception cref="ObjectDisposedException">The host was disposed.</exception>
    public Task UnloadAsync() => ReplaceAsync(
        renew ?? throw new InvalidOperationException("The host was given its engine and cannot load it again; dispose the host instead."));

    /// <summary>Ends whatever runs, waits for it and gives all memory back.</summary>
    public ValueTask DisposeAsync() => new(disposal.Value);

    /// <summary>
    /// The same for containers that can dispose only this way. Waits for the engine's own thread, which needs none of the
    /// caller's; prefer <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => disposal.Value.GetAwaiter().GetResult();

    private static Func<Task, EngineSlot> SlotsOf(ChameleonEngineHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ModelDirectory);
        var (directory, engineOptions, watcher) = (options.ModelDirectory, options.Engine, options.Progress);
        var modelId = options.ModelId ?? NameOf(directory);
        return before => new EngineSlot(
            modelId, directory, (progress, cancellationToken) => ChameleonEngine.LoadAsync(directory, engineOptions, progress, cancellationToken), watcher, before);
    }

    private static EngineSlot SlotOf(ChameleonEngine engine, string? modelId)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return new EngineSlot(modelId ?? NameOf(engine.Info.Directory), engine);
    }

    private static string NameOf(string directory) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));

    private EngineMetrics? ReadMetrics() => slot.Engine?.Metrics;

    private async Task<ChameleonEngine> WaitAsync(EngineSlot current, ValueTask<ChameleonEngine> engine, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await engine.ConfigureAwait(false);
            }
            catch (ObjectDisposedException) when (slot != current)
            {
                current = slot;
                engine = current.GetAsync(cancellationToken);
            }
        }
    }

    private Task ReplaceAsync(Func<Task, EngineSlot> next)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var old = slot;
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (renew, slot) = (next, next(over.Task));
            return EndAsync(old, over);
        }
    }

    private static async Task EndAsync(EngineSlot old, TaskCompletionSource over)
    {
        try
        {
            await old.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            over.SetResult();
        }
    }

    private async Task DisposeOnceAsync()
    {
        Task last;
        lock (gate)
        {
            isDisposed = true;
            last = slot.DisposeAsync().AsTask();
        }

        Meter.Dispose();
        await last.ConfigureAwait(false);
    }
}
