using Chameleon.Connector;
using Chameleon.Connector.Telemetry;
using Chameleon.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Chameleon as a chat client whose function calls a kernel answers.</summary>
public static class KernelChatClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="ChameleonChatClient"/> as <see cref="IChatClient"/>, with the kernel's functions and filters,
    /// on a model that the container loads when it is first wanted and disposes. Semantic Kernel drops the pictures of such a
    /// client's streams where it turns them into its own messages; the service of <c>AddChameleonChatCompletion</c> keeps them.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="modelDirectory">Folder of the model in the Hugging Face layout.</param>
    /// <param name="configure">Sets what else the host takes.</param>
    /// <param name="options">What the client takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the client; null for none.</param>
    /// <returns>The same collection.</returns>
    /// <exception cref="ArgumentException">The folder's name is blank.</exception>
    public static IServiceCollection AddChameleonChatClient(
        this IServiceCollection services,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelDirectory);
        return Add(services, HostRegistration.Add(services, modelDirectory, configure, serviceId), options, serviceId);
    }

    /// <summary>The same on a host that is there already.</summary>
    /// <param name="services">Where.</param>
    /// <param name="host">The host, which stays its owner's; null: the container's, by the client's id first, then without.</param>
    /// <param name="options">What the client takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the client; null for none.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddChameleonChatClient(
        this IServiceCollection services, ChameleonEngineHost? host, ChameleonChatClientOptions? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, HostRegistration.Given(host, serviceId), options, serviceId);
    }

    private static IServiceCollection Add(
        IServiceCollection services, Func<IServiceProvider, ChameleonEngineHost> host, ChameleonChatClientOptions? options, string? serviceId) =>
        services.AddKeyedSingleton(serviceId, (provider, _) => Make(provider, host(provider), options));

    private static IChatClient Make(IServiceProvider provider, ChameleonEngineHost host, ChameleonChatClientOptions? options)
    {
        var logs = provider.GetService<ILoggerFactory>();
        var client = new ChameleonChatClient(host, options).WithOpenTelemetry(ChameleonChatCompletionService.TelemetrySourceName);
        return (logs is null ? client : client.WithLogging(logs)).AsBuilder().UseKernelFunctionInvocation(logs).Build(provider);
    }
}
