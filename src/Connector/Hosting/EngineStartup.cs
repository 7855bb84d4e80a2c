using Microsoft.Extensions.Hosting;

namespace Chameleon.Connector;

/// <summary>Loads a model while the program starts, so that the first caller does not wait and a broken model stops the start.</summary>
/// <param name="host">Whose model.</param>
internal sealed class EngineStartup(ChameleonEngineHost host) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken) => await host.GetEngineAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
