using Chameleon.Connector;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Hosting;

/// <summary>Loads the model when the program starts, beside it: pages are served meanwhile and show how far it is. Thread-safe.</summary>
/// <param name="host">Whose model.</param>
/// <param name="log">Told why it failed.</param>
public sealed class ModelLoader(ChameleonEngineHost host, ILogger<ModelLoader> log) : IHostedService
{
    private volatile string? problem;

    /// <summary>Raised on any thread when it is loaded, or could not be.</summary>
    public event Action? Changed;

    /// <summary>Since when it is offered.</summary>
    public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

    /// <summary>The model's name.</summary>
    public string ModelId => host.ModelId;

    /// <summary>What was loaded; null before.</summary>
    public ModelInfo? Model => host.TryGetEngine(out var engine) ? engine.Info : null;

    /// <summary>How much of it is loaded, 0 to 1.</summary>
    public double Done => host.Progress is { BytesTotal: > 0 } progress ? (double)progress.BytesDone / progress.BytesTotal : 0;

    /// <summary>Why it could not be loaded, in a sentence; null while there is no reason.</summary>
    public string? Problem => problem;

    /// <summary>Loads, or tries once more.</summary>
    public void Load()
    {
        problem = null;
        _ = Task.Run(LoadAsync);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadAsync()
    {
        try
        {
            await host.GetEngineAsync();
        }
        catch (ObjectDisposedException)
        {
            // The program ends before its model is there.
        }
        catch (Exception exception)
        {
            log.LogError(exception, "The model {Model} could not be loaded.", host.ModelId);
            problem = exception is CheckpointException or ModelConfigException
                ? exception.Message
                : string.Format(null, Words.ModelFailed, host.ModelId);
        }

        Changed?.Invoke();
    }
}
