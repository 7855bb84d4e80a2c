using System.Reflection;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>The plugin's methods as functions for models: names, descriptions and schemas out of the methods themselves.</summary>
internal static class PluginFunctions
{
    /// <summary>Name of the function that describes a picture.</summary>
    public const string Describe = "describe_picture";

    /// <summary>Name of the function that answers a question about a picture.</summary>
    public const string Ask = "ask_about_picture";

    /// <summary>Name of the function that compares pictures.</summary>
    public const string Compare = "compare_pictures";

    /// <summary>Name of the function that draws.</summary>
    public const string Draw = "draw_picture";

    /// <summary>The functions of a plugin.</summary>
    public static IReadOnlyList<AIFunction> Of(ChameleonPlugin plugin) =>
    [
        Create(plugin.DescribePictureAsync, Describe),
        Create(plugin.AskAboutPictureAsync, Ask),
        Create(plugin.ComparePicturesAsync, Compare),
        Create(plugin.DrawPictureAsync, Draw),
    ];

    private static PluginFunction Create(Delegate method, string name) => new(AIFunctionFactory.Create(method, new AIFunctionFactoryOptions
    {
        Name = name,
        ConfigureParameterBinding = Binding,
        ExcludeResultSchema = true,
        MarshalResult = (result, _, _) => new(result),
    }));

    private static AIFunctionFactoryOptions.ParameterBindingOptions Binding(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return default;
        }

        return parameter.ParameterType == typeof(IProgress<ImageProgress>)
            ? new() { ExcludeFromSchema = true, BindParameter = Watcher }
            : new() { BindParameter = ArgumentBinder.Bind };
    }

    /// <summary>Whoever calls for a model may watch: no argument of the model's, but in the context of the call.</summary>
    private static object? Watcher(ParameterInfo parameter, AIFunctionArguments arguments) =>
        arguments.Context?.TryGetValue(parameter.ParameterType, out var watcher) == true ? watcher : null;
}
