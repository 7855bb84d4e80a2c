using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Chameleon.SemanticKernel;

/// <summary>One request of a conversation with functions: which of them it offers, and whether calls are answered here.</summary>
internal sealed class FunctionRound
{
    private static readonly FunctionChoiceBehaviorOptions NoOptions = new();
    private readonly FunctionChoiceBehaviorConfiguration? configuration;

    /// <param name="index">Requests before this one.</param>
    /// <param name="settings">Settings of the conversation.</param>
    /// <param name="options">The options that they amount to; not changed.</param>
    /// <param name="history">The conversation so far.</param>
    /// <param name="kernel">Whose functions; null: calls go to the caller.</param>
    public FunctionRound(int index, PromptExecutionSettings settings, ChatOptions options, ChatHistory history, Kernel? kernel)
    {
        Index = index;
        var context = new FunctionChoiceBehaviorConfigurationContext(history) { Kernel = kernel, RequestSequenceIndex = index };
        configuration = settings.FunctionChoiceBehavior?.GetConfiguration(context);
        IReadOnlyList<KernelFunction> functions = configuration?.Functions ?? [];
        Functions = new AdvertisedFunctions(functions);
        Options = options;
        if (functions.Count > 0)
        {
            Options = options.Clone();
            Options.Tools = [.. functions];
            Options.AllowMultipleToolCalls = Behavior.AllowParallelCalls;
            Options.ToolMode = ModeOf(configuration!.Choice);
        }
    }

    /// <summary>Requests before this one.</summary>
    public int Index { get; }

    /// <summary>The options of this request.</summary>
    public ChatOptions Options { get; }

    /// <summary>What it offers.</summary>
    public AdvertisedFunctions Functions { get; }

    /// <summary>Whether the model's calls are to be answered without the caller; never where nothing was offered.</summary>
    public bool AutoInvoke => configuration is { AutoInvoke: true, Functions.Count: > 0 };

    /// <summary>How calls may be made and answered.</summary>
    public FunctionChoiceBehaviorOptions Behavior => configuration?.Options ?? NoOptions;

    private static ChatToolMode ModeOf(FunctionChoice choice) =>
        choice == FunctionChoice.None ? ChatToolMode.None :
        choice == FunctionChoice.Required ? ChatToolMode.RequireAny :
        ChatToolMode.Auto;
}
