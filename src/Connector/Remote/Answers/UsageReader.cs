using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>What an answer took.</summary>
internal static class UsageReader
{
    public static UsageDetails Read(JsonElement counts)
    {
        var (prompt, completion) = (counts.Has("prompt_tokens_details"), counts.Has("completion_tokens_details"));
        var usage = new UsageDetails
        {
            InputTokenCount = counts.Number("prompt_tokens"),
            OutputTokenCount = counts.Number("completion_tokens"),
            TotalTokenCount = counts.Number("total_tokens"),
            CachedInputTokenCount = prompt?.Number("cached_tokens"),
            ReasoningTokenCount = completion?.Number("reasoning_tokens"),
        };
        AddFurther(usage, "prompt_tokens_details", prompt, "cached_tokens");
        AddFurther(usage, "completion_tokens_details", completion, "reasoning_tokens");
        return usage;
    }

    private static void AddFurther(UsageDetails usage, string group, JsonElement? counts, string known)
    {
        foreach (var count in counts?.EnumerateObject() ?? default)
        {
            if (count.Name != known && count.Value.ValueKind == JsonValueKind.Number && count.Value.TryGetInt64(out var number))
            {
                usage.AdditionalCounts ??= [];
                usage.AdditionalCounts[$"{group}.{count.Name}"] = number;
            }
        }
    }
}
