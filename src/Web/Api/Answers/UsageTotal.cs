using System.Text.Json;
using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>What all answers to one request took: the prompt once, and every answer. One thread at a time.</summary>
internal sealed class UsageTotal
{
    private long prompt;
    private long cached;
    private long promptPictures;
    private long answers;
    private long answerPictures;

    /// <summary>Adds what one answer took.</summary>
    public void Add(UsageDetails usage)
    {
        prompt = usage.InputTokenCount ?? 0;
        cached = Math.Max(cached, usage.CachedInputTokenCount ?? 0);
        promptPictures = Count(usage, ChameleonUsageNames.InputPictureTokens);
        answers += usage.OutputTokenCount ?? 0;
        answerPictures += Count(usage, ChameleonUsageNames.OutputPictureTokens);
    }

    /// <summary>Writes it as the field <c>usage</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", prompt);
        json.WriteNumber("completion_tokens", answers);
        json.WriteNumber("total_tokens", prompt + answers);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", cached);
        json.WriteNumber("image_tokens", promptPictures);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("image_tokens", answerPictures);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static long Count(UsageDetails usage, string name) =>
        usage.AdditionalCounts is { } counts && counts.TryGetValue(name, out var count) ? count : 0;
}
