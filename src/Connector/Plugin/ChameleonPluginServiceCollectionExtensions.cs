using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the plugin.</summary>
public static class ChameleonPluginServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="ChameleonPlugin"/> as a singleton. It looks with the <see cref="IChatClient"/> of the same key,
    /// and draws with the <see cref="IImageGenerator"/> of that key, if there is one.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="configure">Sets how it answers.</param>
    /// <param name="serviceKey">Key, for programs with several models; null for none.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddChameleonPlugin(
        this IServiceCollection services, Action<ChameleonPluginOptions>? configure = null, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new ChameleonPluginOptions();
        configure?.Invoke(options);
        return services.AddKeyedSingleton(serviceKey, (provider, _) => new ChameleonPlugin(
            provider.GetRequiredKeyedService<IChatClient>(serviceKey), provider.GetKeyedService<IImageGenerator>(serviceKey), options));
    }
}
