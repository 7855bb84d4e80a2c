using Chameleon.Connector;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Registers Chameleon in a kernel. Each does what the method of the same name on <see cref="IServiceCollection"/> does.</summary>
public static class ChameleonKernelBuilderExtensions
{
    /// <summary>As <see cref="ChameleonServiceCollectionExtensions.AddChameleonChatCompletion(IServiceCollection, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)"/>.</summary>
    /// <param name="builder">Where.</param>
    /// <param name="modelDirectory">Folder of the model in the Hugging Face layout.</param>
    /// <param name="configure">Sets what else the host takes.</param>
    /// <param name="options">What the service takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the service; null for none.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The folder's name is blank.</exception>
    public static IKernelBuilder AddChameleonChatCompletion(
        this IKernelBuilder builder,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddChameleonChatCompletion(modelDirectory, configure, options, serviceId);
        return builder;
    }

    /// <summary>As <see cref="ChameleonServiceCollectionExtensions.AddChameleonChatCompletion(IServiceCollection, ChameleonEngineHost, ChameleonChatClientOptions, string)"/>.</summary>
    /// <param name="builder">Where.</param>
    /// <param name="host">The host, which stays its owner's; null: the container's, by the service's id first, then without.</param>
    /// <param name="options">What the service takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the service; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddChameleonChatCompletion(
        this IKernelBuilder builder,
        ChameleonEngineHost? host = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddChameleonChatCompletion(host, options, serviceId);
        return builder;
    }

    /// <summary>As <see cref="ChameleonServiceCollectionExtensions.AddChameleonTextToImage(IServiceCollection, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)"/>.</summary>
    /// <inheritdoc cref="AddChameleonChatCompletion(IKernelBuilder, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)" path="/param"/>
    /// <inheritdoc cref="AddChameleonChatCompletion(IKernelBuilder, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)" path="/returns"/>
    /// <inheritdoc cref="AddChameleonChatCompletion(IKernelBuilder, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)" path="/exception"/>
    public static IKernelBuilder AddChameleonTextToImage(
        this IKernelBuilder builder,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddChameleonTextToImage(modelDirectory, configure, options, serviceId);
        return builder;
    }

    /// <summary>As <see cref="ChameleonServiceCollectionExtensions.AddChameleonTextToImage(IServiceCollection, ChameleonEngineHost, ChameleonChatClientOptions, string)"/>.</summary>
    /// <inheritdoc cref="AddChameleonChatCompletion(IKernelBuilder, ChameleonEngineHost, ChameleonChatClientOptions, string)" path="/param"/>
    /// <inheritdoc cref="AddChameleonChatCompletion(IKernelBuilder, ChameleonEngineHost, ChameleonChatClientOptions, string)" path="/returns"/>
    public static IKernelBuilder AddChameleonTextToImage(
        this IKernelBuilder builder,
        ChameleonEngineHost? host = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddChameleonTextToImage(host, options, serviceId);
        return builder;
    }

    /// <summary>As <see cref="KernelChatClientServiceCollectionExtensions.AddChameleonChatClient(IServiceCollection, string, Action{ChameleonEngineHostOptions}, ChameleonChatClientOptions, string)"/>.</summary>
    /// <param name="builder">Where.</param>
    /// <param name="modelDirectory">Folder of the model in the Hugging Face layout.</param>
    /// <param name="configure">Sets what else the host takes.</param>
    /// <param name="options">What the client takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the client; null for none.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The folder's name is blank.</exception>
    public static IKernelBuilder AddChameleonChatClient(
        this IKernelBuilder builder,
        string modelDirectory,
        Action<ChameleonEngineHostOptions>? configure = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddChameleonChatClient(modelDirectory, configure, options, serviceId);
        return builder;
    }

    /// <summary>As <see cref="KernelChatClientServiceCollectionExtensions.AddChameleonChatClient(IServiceCollection, ChameleonEngineHost, ChameleonChatClientOptions, string)"/>.</summary>
    /// <param name="builder">Where.</param>
    /// <param name="host">The host, which stays its owner's; null: the container's, by the client's id first, then without.</param>
    /// <param name="options">What the client takes and remembers; null: the defaults.</param>
    /// <param name="serviceId">Key of the client; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddChameleonChatClient(
        this IKernelBuilder builder,
        ChameleonEngineHost? host = null,
        ChameleonChatClientOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddChameleonChatClient(host, options, serviceId);
        return builder;
    }
}
