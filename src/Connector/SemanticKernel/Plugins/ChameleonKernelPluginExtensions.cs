using Chameleon.Connector;
using Chameleon.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Eyes and a brush for the models of other agents: <see cref="ChameleonPlugin"/> as a plugin of a kernel.</summary>
public static class ChameleonKernelPluginExtensions
{
    /// <summary>Name of the plugin where none is given.</summary>
    public const string DefaultPluginName = "Chameleon";

    /// <summary>
    /// The plugin's functions as a plugin of a kernel: <c>describe_picture</c>, <c>ask_about_picture</c>,
    /// <c>compare_pictures</c>, <c>draw_picture</c>. Pictures are named by reference; what was drawn is in
    /// <see cref="ChameleonPlugin.Pictures"/>.
    /// </summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="pluginName">Its name in the kernel.</param>
    public static KernelPlugin AsKernelPlugin(this ChameleonPlugin plugin, string pluginName = DefaultPluginName)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return KernelPluginFactory.CreateFromFunctions(
            pluginName, "Looks at pictures and draws them.", plugin.Functions.Select(function => function.AsKernelFunction()));
    }

    /// <summary>Gives a kernel the plugin, on a Chameleon that is registered or handed over.</summary>
    /// <param name="builder">Where.</param>
    /// <param name="host">The host, which stays its owner's; null: the container's.</param>
    /// <param name="options">How the plugin answers; null: the defaults.</param>
    /// <param name="pluginName">Its name in the kernel.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddChameleonPlugin(
        this IKernelBuilder builder,
        ChameleonEngineHost? host = null,
        ChameleonPluginOptions? options = null,
        string pluginName = DefaultPluginName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var given = HostRegistration.Given(host, serviceId: null);
        builder.Services.AddSingleton(provider =>
        {
            var engine = given(provider);
            return new ChameleonPlugin(new ChameleonChatClient(engine), new ChameleonImageGenerator(engine), options).AsKernelPlugin(pluginName);
        });
        return builder;
    }
}
