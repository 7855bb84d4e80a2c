using Chameleon.Engine.Tests.Models;

namespace Chameleon.Engine.Tests;

/// <summary>An engine with the demo model, shared by the tests of a class.</summary>
public sealed class DemoEngine : IAsyncLifetime
{
    /// <summary>The engine.</summary>
    public ChameleonEngine Engine { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Engine = await ChameleonEngine.LoadAsync(DemoModel.Directory);

    /// <inheritdoc/>
    public Task DisposeAsync() => Engine.DisposeAsync().AsTask();
}
