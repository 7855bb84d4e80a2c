using Chameleon.Connector;
using Chameleon.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Microsoft.SemanticKernel.TextToImage;

namespace Microsoft.SemanticKernel;

/// <summary>Registers Chameleon as a service of Semantic Kernel in a service collection.</summary>
public static class ChameleonServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="ChameleonChatCompletionService"/> as <see cref="IChatCompletionService"/> and
    /// <see cref="ITextGenerationService"/>, on a model that the container loads when it is first wanted and disposes.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="modelDirectory">Folder of the model in the Hugging Face layout.</param>
    /// <param name="configure">Sets what else the host takes.</param>
    /// <param name="options">What the service takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the service; null for none.</param>
    /// <returns>The same collection.</returns>
    /// <exception cref="ArgumentException">The folder's name is blank.</exception>
    public static IServiceCollection AddChameleonChatCompletion(
        this IServiceCollection services,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelDirectory);
        return AddChat(services, HostRegistration.Add(services, modelDirectory, configure, serviceId), options, serviceId);
    }

    /// <summary>The same on a host that is there already.</summary>
    /// <param name="services">Where.</param>
    /// <param name="host">The host, which stays its owner's; null: the container's, by the service's id first, then without.</param>
    /// <param name="options">What the service takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the service; null for none.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddChameleonChatCompletion(
        this IServiceCollection services,
        ChameleonEngineHost? host = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return AddChat(services, HostRegistration.Given(host, serviceId), options, serviceId);
    }

    /// <summary>
    /// Registers a <see cref="ChameleonChatCompletionService"/> as <see cref="ITextToImageService"/>, on a model that the
    /// container loads when it is first wanted and disposes.
    /// </summary>
    /// <inheritdoc cref="AddChameleonChatCompletion(IServiceCollection, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)" path="/param"/>
    /// <inheritdoc cref="AddChameleonChatCompletion(IServiceCollection, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)" path="/returns"/>
    /// <inheritdoc cref="AddChameleonChatCompletion(IServiceCollection, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)" path="/exception"/>
    public static IServiceCollection AddChameleonTextToImage(
        this IServiceCollection services,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelDirectory);
        return AddTextToImage(services, HostRegistration.Add(services, modelDirectory, configure, serviceId), options, serviceId);
    }

    /// <summary>The same on a host that is there already.</summary>
    /// <inheritdoc cref="AddChameleonChatCompletion(IServiceCollection, ChameleonEngineHost, ChameleonChatClientOptions, string)" path="/param"/>
    /// <inheritdoc cref="AddChameleonChatCompletion(IServiceCollection, ChameleonEngineHost, ChameleonChatClientOptions, string)" path="/returns"/>
    public static IServiceCollection AddChameleonTextToImage(
        this IServiceCollection services,
        ChameleonEngineHost? host = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return AddTextToImage(services, HostRegistration.Given(host, serviceId), options, serviceId);
    }

    private static IServiceCollection AddChat(
        IServiceCollection services, Func<IServiceProvider, ChameleonEngineHost> host, ChameleonChatClientOptions? options, string? serviceId)
    {
        var one = new object();
        services.AddKeyedSingleton(one, (provider, _) => Make(provider, host, options));
        services.AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) => provider.GetRequiredKeyedService<ChameleonChatCompletionService>(one));
        return services.AddKeyedSingleton<ITextGenerationService>(serviceId, (provider, _) => provider.GetRequiredKeyedService<ChameleonChatCompletionService>(one));
    }

    private static IServiceCollection AddTextToImage(
        IServiceCollection services, Func<IServiceProvider, ChameleonEngineHost> host, ChameleonChatClientOptions? options, string? serviceId) =>
        services.AddKeyedSingleton<ITextToImageService>(serviceId, (provider, _) => Make(provider, host, options));

    private static ChameleonChatCompletionService Make(
        IServiceProvider provider, Func<IServiceProvider, ChameleonEngineHost> host, ChameleonChatClientOptions? options) =>
        new(host(provider), options, provider.GetService<ILoggerFactory>());
}
