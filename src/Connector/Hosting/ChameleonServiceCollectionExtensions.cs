using Chameleon.Connector;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the engine and what stands on it.</summary>
public static class ChameleonServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="ChameleonEngineHost"/> as a singleton. The container disposes it after everything that was
    /// made from it.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="modelDirectory">Folder of the model in the Hugging Face layout.</param>
    /// <param name="configure">Sets what else the host takes.</param>
    /// <param name="serviceKey">Key, for programs with several models; null for none.</param>
    /// <returns>The same collection.</returns>
    /// <exception cref="ArgumentException">The folder's name is blank.</exception>
    public static IServiceCollection AddChameleonEngine(
        this IServiceCollection services,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelDirectory);
        var options = new ChameleonEngineHostOptions { ModelDirectory = modelDirectory };
        configure?.Invoke(options);
        services.AddKeyedSingleton(serviceKey, (_, _) => new ChameleonEngineHost(options));
        if (options.LoadAtStart)
        {
            services.AddSingleton<IHostedService>(provider =>
                new EngineStartup(provider.GetRequiredKeyedService<ChameleonEngineHost>(serviceKey)));
        }

        return services;
    }
}
