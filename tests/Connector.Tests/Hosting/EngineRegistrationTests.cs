using Chameleon.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chameleon.Connector.Tests;

public sealed class EngineRegistrationTests
{
    [Fact]
    public async Task One_host_for_the_whole_program_disposed_with_it()
    {
        var services = new ServiceCollection();
        Assert.Same(services, services.AddChameleonEngine(DemoHost.ModelDirectory));
        ChameleonEngineHost host;
        await using (var provider = services.BuildServiceProvider())
        {
            host = provider.GetRequiredService<ChameleonEngineHost>();
            Assert.Same(host, provider.GetRequiredService<ChameleonEngineHost>());
            await host.GetEngineAsync();
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await host.GetEngineAsync());
    }

    [Fact]
    public void A_container_that_is_disposed_synchronously_disposes_it_too()
    {
        var services = new ServiceCollection().AddChameleonEngine(DemoHost.ModelDirectory);
        var provider = services.BuildServiceProvider();
        var host = provider.GetRequiredService<ChameleonEngineHost>();
        provider.Dispose();
        Assert.False(host.TryGetEngine(out _));
    }

    [Fact]
    public void Several_models_are_told_apart_by_key()
    {
        var services = new ServiceCollection();
        services.AddChameleonEngine(DemoHost.ModelDirectory, serviceKey: "small");
        services.AddChameleonEngine("/models/large", serviceKey: "large");
        using var provider = services.BuildServiceProvider();
        Assert.Equal("large", provider.GetRequiredKeyedService<ChameleonEngineHost>("large").ModelId);
        Assert.Equal("chameleon-tiny", provider.GetRequiredKeyedService<ChameleonEngineHost>("small").ModelId);
    }

    [Fact]
    public async Task A_program_may_load_at_its_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddChameleonEngine(
            DemoHost.ModelDirectory,
            options => (options.LoadAtStart, options.Engine) = (true, new EngineOptions { ContextLimit = 1000 }));
        using var program = builder.Build();
        await program.StartAsync();
        Assert.True(program.Services.GetRequiredService<ChameleonEngineHost>().TryGetEngine(out _));
        await program.StopAsync();
    }

    [Fact]
    public async Task A_program_that_loads_at_its_start_does_not_start_without_its_model()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddChameleonEngine("/no/such/folder", options => options.LoadAtStart = true);
        using var program = builder.Build();
        await Assert.ThrowsAnyAsync<IOException>(() => program.StartAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_blank_folder_is_refused(string folder) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddChameleonEngine(folder));
}
