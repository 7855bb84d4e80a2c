namespace Chameleon.Connector.Tests;

/// <summary>A host with the demo model, shared by the tests of a class.</summary>
public sealed class DemoHost : IAsyncLifetime
{
    /// <summary>The demo model's folder.</summary>
    public static string ModelDirectory { get; } = Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny");

    /// <summary>The host, loaded.</summary>
    public ChameleonEngineHost Host { get; } = new(new ChameleonEngineHostOptions { ModelDirectory = ModelDirectory });

    /// <inheritdoc/>
    public async Task InitializeAsync() => await Host.GetEngineAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => Host.DisposeAsync().AsTask();
}
