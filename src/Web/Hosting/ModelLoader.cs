using Chameleon.Connector;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Hosting;

/// <summary>
/// Loads the model when the program starts, beside it: pages are served meanwhile and show how far it is. Unloads it, and
/// puts another one in its place, when the owner says so. Thread-safe.
/// </summary>
/// <param name="host">Whose model.</param>
/// <param name="log">Told why it failed.</param>
public sealed class ModelLoader(ChameleonEngineHost host, ILogger<ModelLoader> log) : IHostedService
{
    private volatile string? problem;
    private volatile bool isUnloaded;
    private int attempts;

    /// <summary>Raised on any thread when it is loaded, could not be, or goes.</summary>
    public event Action? Changed;

    /// <summary>The model's name.</summary>
    public string ModelId => host.ModelId;

    /// <summary>Since when it is offered.</summary>
    public DateTimeOffset Since { get; private set; } = DateTimeOffset.UtcNow;

    /// <summary>The folder of the model.</summary>
    public string Folder => host.ModelDirectory;

    /// <summary>What was loaded; null before.</summary>
    public ModelInfo? Model => host.TryGetEngine(out var engine) ? engine.Info : null;

    /// <summary>How much of it is loaded, 0 to 1.</summary>
    public double Done => host.Progress is { BytesTotal: > 0 } progress ? (double)progress.BytesDone / progress.BytesTotal : 0;

    /// <summary>Why it could not be loaded, in a sentence; null while there is no reason.</summary>
    public string? Problem => problem;

    /// <summary>Whether its memory was given back on purpose; it is loaded again when somebody asks it something.</summary>
    public bool IsUnloaded => isUnloaded && Model is null;

    /// <summary>Loads, or tries once more.</summary>
    public void Load()
    {
        (problem, isUnloaded) = (null, false);
        var attempt = Interlocked.Increment(ref attempts);
        _ = Task.Run(() => LoadAsync(attempt));
        Changed?.Invoke();
    }

    /// <summary>Puts another model in this one's place and loads it. What is being answered ends.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How it is loaded.</param>
    public void Switch(string folder, string name, Engine.EngineOptions options)
    {
        Since = DateTimeOffset.UtcNow;
        _ = host.ReplaceAsync(new ChameleonEngineHostOptions { ModelDirectory = folder, ModelId = name, Engine = options });
        Load();
    }

    /// <summary>Gives the model's memory back. What is being answered ends.</summary>
    public async Task UnloadAsync()
    {
        Interlocked.Increment(ref attempts);
        (problem, isUnloaded) = (null, true);
        await host.UnloadAsync();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadAsync(int attempt)
    {
        try
        {
            Tell((await host.GetEngineAsync()).Info.Cache);
        }
        catch (ObjectDisposedException)
        {
            // The program ends before its model is there.
        }
        catch (Exception exception) when (attempt == Volatile.Read(ref attempts))
        {
            log.LogError(exception, "The model {Model} could not be loaded.", host.ModelId);
            problem = exception is CheckpointException or ModelConfigException
                ? exception.Message
                : string.Format(null, Words.ModelFailed, host.ModelId);
        }
        catch (Exception exception)
        {
            log.LogWarning(exception, "A model that was replaced could not be loaded.");
        }

        Changed?.Invoke();
    }

    private void Tell(WeightCacheReport? cache)
    {
        if (cache?.Problem is { } problem)
        {
            log.LogWarning("{Problem}", problem);
        }
    }
}
