using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the image generator.</summary>
public static class ChameleonImageGeneratorServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="ChameleonImageGenerator"/>, by itself and as <see cref="IImageGenerator"/>, as a singleton over
    /// the <see cref="ChameleonEngineHost"/> of the same key.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="pictureFetcher">Fetches originals that are named by an http(s) address; null refuses them.</param>
    /// <param name="serviceKey">Key, for programs with several models; null for none.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddChameleonImageGenerator(
        this IServiceCollection services, IPictureFetcher? pictureFetcher = null, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddKeyedSingleton(
            serviceKey, (provider, _) => new ChameleonImageGenerator(provider.GetRequiredKeyedService<ChameleonEngineHost>(serviceKey), pictureFetcher));
        return services.AddKeyedSingleton<IImageGenerator>(
            serviceKey, (provider, _) => provider.GetRequiredKeyedService<ChameleonImageGenerator>(serviceKey));
    }
}
