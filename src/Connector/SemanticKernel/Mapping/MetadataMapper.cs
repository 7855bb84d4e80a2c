using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>Gathers what is known about an answer.</summary>
internal static class MetadataMapper
{
    /// <summary>The metadata of a chunk.</summary>
    public static ChameleonMetadata Of(ChatResponseUpdate update) => Make(
        (update.ResponseId, update.MessageId),
        update.CreatedAt,
        update.FinishReason,
        update.Contents.OfType<UsageContent>().LastOrDefault()?.Details,
        update.AdditionalProperties,
        update.Contents);

    /// <summary>The metadata of a message.</summary>
    public static ChameleonMetadata Of(ChatResponse response, ChatMessage message) => Make(
        (response.ResponseId, message.MessageId),
        response.CreatedAt,
        response.FinishReason,
        response.Usage,
        message.AdditionalProperties ?? response.AdditionalProperties,
        message.Contents);

    private static ChameleonMetadata Make(
        (string? Response, string? Message) id,
        DateTimeOffset? createdAt,
        ChatFinishReason? reason,
        UsageDetails? usage,
        AdditionalPropertiesDictionary? more,
        IList<AIContent> contents)
    {
        var values = new Dictionary<string, object?>();
        Set(nameof(ChameleonMetadata.Id), id.Response);
        Set(nameof(ChameleonMetadata.MessageId), id.Message);
        Set(nameof(ChameleonMetadata.CreatedAt), createdAt);
        Set(nameof(ChameleonMetadata.FinishReason), reason?.Value);
        Set(nameof(ChameleonMetadata.Usage), usage);
        Set(nameof(ChameleonMetadata.Seed), more?.GetValueOrDefault(ChameleonUsageNames.Seed));
        Set(nameof(ChameleonMetadata.QueueTime), Time(ChameleonUsageNames.QueueSeconds));
        Set(nameof(ChameleonMetadata.TimeToFirstToken), Time(ChameleonUsageNames.FirstTokenSeconds));
        Set(nameof(ChameleonMetadata.TotalTime), Time(ChameleonUsageNames.TotalSeconds));
        string[] errors = [.. contents.OfType<ErrorContent>().Select(error => error.Message)];
        Set(nameof(ChameleonMetadata.Errors), errors.Length == 0 ? null : errors);
        return new ChameleonMetadata(values);

        TimeSpan? Time(string name) => more?.GetValueOrDefault(name) is double seconds ? TimeSpan.FromSeconds(seconds) : null;

        void Set(string name, object? value)
        {
            if (value is not null)
            {
                values[name] = value;
            }
        }
    }
}
