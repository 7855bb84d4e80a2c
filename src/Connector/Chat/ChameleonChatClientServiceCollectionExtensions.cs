using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the chat client.</summary>
public static class ChameleonChatClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="ChameleonChatClient"/>, by itself and as <see cref="IChatClient"/>, as a singleton over the
    /// <see cref="ChameleonEngineHost"/> of the same key.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="configure">Sets limits and defaults.</param>
    /// <param name="serviceKey">Key, for programs with several models; null for none.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddChameleonChatClient(
        this IServiceCollection services, Action<ChameleonChatClientOptions>? configure = null, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new ChameleonChatClientOptions();
        configure?.Invoke(options);
        services.AddKeyedSingleton(
            serviceKey, (provider, _) => new ChameleonChatClient(provider.GetRequiredKeyedService<ChameleonEngineHost>(serviceKey), options));
        return services.AddKeyedSingleton<IChatClient>(
            serviceKey, (provider, _) => provider.GetRequiredKeyedService<ChameleonChatClient>(serviceKey));
    }
}
