using System.Text.Json;
using Microsoft.SemanticKernel;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>The functions that one request offers to the model, by the names that the model knows them by.</summary>
internal sealed class AdvertisedFunctions
{
    private readonly Dictionary<string, KernelFunction> byName = [];

    /// <param name="functions">The functions.</param>
    /// <exception cref="InvalidOperationException">The model could not tell two of them apart.</exception>
    public AdvertisedFunctions(IReadOnlyList<KernelFunction> functions)
    {
        foreach (var function in functions)
        {
            var name = ((AI.AITool)function).Name;
            if (!byName.TryAdd(name, function))
            {
                throw SkThrow.SameName(name);
            }
        }
    }

    /// <summary>Whether a call is for one of them.</summary>
    public bool Contains(FunctionCallContent call) =>
        byName.Values.Any(function => function.Name == call.FunctionName && function.PluginName == call.PluginName);

    /// <summary>The call with plugin and function told apart. A function that was not offered keeps the model's name for it.</summary>
    public FunctionCallContent ToCall(AI.FunctionCallContent call)
    {
        byName.TryGetValue(call.Name, out var function);
        var arguments = call.Arguments is null ? null : new KernelArguments();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            arguments![name] = value is JsonElement { ValueKind: JsonValueKind.String } text ? text.GetString() : value;
        }

        return new FunctionCallContent(function?.Name ?? call.Name, function?.PluginName, call.CallId, arguments)
        {
            Exception = call.Exception,
            InnerContent = call,
        };
    }
}
