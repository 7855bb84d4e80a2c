using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Connector.Tests.Plugin;

public sealed class PluginRegistrationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("demo")]
    public void Generator_and_plugin_stand_on_the_engine_of_their_key(string? key)
    {
        var services = new ServiceCollection();
        services.AddChameleonEngine(DemoHost.ModelDirectory, serviceKey: key);
        services.AddKeyedSingleton<IChatClient>(key, (provider, _) => new ChameleonChatClient(provider.GetRequiredKeyedService<ChameleonEngineHost>(key)));
        Assert.Same(services, services.AddChameleonImageGenerator(serviceKey: key));
        var store = new PictureStore();
        Assert.Same(services, services.AddChameleonPlugin(options => options.Pictures = store, key));
        using var provider = services.BuildServiceProvider();

        var generator = provider.GetRequiredKeyedService<IImageGenerator>(key);
        Assert.Same(generator, provider.GetRequiredKeyedService<ChameleonImageGenerator>(key));
        Assert.Same(provider.GetRequiredKeyedService<ChameleonEngineHost>(key), generator.GetService<ChameleonEngineHost>());
        var plugin = provider.GetRequiredKeyedService<ChameleonPlugin>(key);
        Assert.Same(plugin, provider.GetRequiredKeyedService<ChameleonPlugin>(key));
        Assert.Same(store, plugin.Pictures);
    }

    [Fact]
    public async Task Without_a_generator_the_plugin_only_looks()
    {
        var services = new ServiceCollection().AddChameleonEngine(DemoHost.ModelDirectory).AddChameleonPlugin();
        services.AddSingleton<IChatClient>(provider => new ChameleonChatClient(provider.GetRequiredService<ChameleonEngineHost>()));
        await using var provider = services.BuildServiceProvider();
        await Assert.ThrowsAsync<ChameleonPluginException>(() => provider.GetRequiredService<ChameleonPlugin>().DrawPictureAsync("a cat"));
    }
}
