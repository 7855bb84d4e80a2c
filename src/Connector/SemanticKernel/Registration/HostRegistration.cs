using Chameleon.Connector;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.SemanticKernel;

/// <summary>Where services find the host that they stand on.</summary>
internal static class HostRegistration
{
    /// <summary>Registers a host for a folder; those who ask for a host by the service's id get it too.</summary>
    /// <returns>What finds it.</returns>
    public static Func<IServiceProvider, ChameleonEngineHost> Add(
        IServiceCollection services, string modelDirectory, Action<ChameleonEngineHostOptions>? configure, string? serviceId)
    {
        var key = new EngineKey(modelDirectory, serviceId);
        services.AddChameleonEngine(modelDirectory, configure, key);
        services.AddKeyedSingleton(serviceId, (provider, _) => Find(provider));
        return Find;

        ChameleonEngineHost Find(IServiceProvider provider) => provider.GetRequiredKeyedService<ChameleonEngineHost>(key);
    }

    /// <summary>The host that was handed over; otherwise the one of the service's id, otherwise the one without a key.</summary>
    public static Func<IServiceProvider, ChameleonEngineHost> Given(ChameleonEngineHost? host, string? serviceId) => provider =>
        host
        ?? provider.GetKeyedService<ChameleonEngineHost>(serviceId)
        ?? provider.GetRequiredService<ChameleonEngineHost>();
}
