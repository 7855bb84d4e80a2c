using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>Counts tokens as the connectors of Semantic Kernel do, under this connector's name.</summary>
internal static class TokenCounters
{
    private static readonly Meter Meter = new(ChameleonChatCompletionService.TelemetrySourceName);
    private static readonly Counter<long> Prompt = Make("prompt", "Tokens of prompts.");
    private static readonly Counter<long> Completion = Make("completion", "Tokens generated.");
    private static readonly Counter<long> Total = Make("total", "Tokens of prompts and generated.");

    /// <summary>Adds what a request took.</summary>
    /// <param name="usage">What it took; null: unknown.</param>
    /// <param name="modelId">Who answered.</param>
    public static void Add(UsageDetails? usage, string? modelId)
    {
        if (usage is null)
        {
            return;
        }

        var model = new KeyValuePair<string, object?>("gen_ai.request.model", modelId);
        Prompt.Add(usage.InputTokenCount ?? 0, model);
        Completion.Add(usage.OutputTokenCount ?? 0, model);
        Total.Add(usage.TotalTokenCount ?? 0, model);
    }

    private static Counter<long> Make(string name, string description) =>
        Meter.CreateCounter<long>($"chameleon.semantickernel.tokens.{name}", "{token}", description);
}
