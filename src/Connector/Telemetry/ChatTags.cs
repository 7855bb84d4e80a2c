using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>A chat's request as tags of its span.</summary>
internal static class ChatTags
{
    /// <summary>What says nothing of the content.</summary>
    public static void Describe(Activity span, ChatOptions? options, bool stream)
    {
        span.SetTag("gen_ai.request.stream", stream);
        if (options is null)
        {
            return;
        }

        span.SetTag("gen_ai.conversation.id", options.ConversationId);
        span.SetTag("gen_ai.request.temperature", options.Temperature);
        span.SetTag("gen_ai.request.top_p", options.TopP);
        span.SetTag("gen_ai.request.top_k", options.TopK);
        span.SetTag("gen_ai.request.max_tokens", options.MaxOutputTokens);
        span.SetTag("gen_ai.request.seed", options.Seed);
        span.SetTag("gen_ai.request.frequency_penalty", options.FrequencyPenalty);
        span.SetTag("gen_ai.request.presence_penalty", options.PresencePenalty);
        span.SetTag("gen_ai.request.stop_sequences", options.StopSequences is { } stops ? stops.ToArray() : null);
        span.SetTag("gen_ai.output.type", options.ResponseFormat switch
        {
            ChatResponseFormatJson => "json",
            ChatResponseFormatText => "text",
            _ => null,
        });
    }

    /// <summary>The prompt itself.</summary>
    public static void DescribeContent(Activity span, IEnumerable<ChatMessage> prompt, ChatOptions? options)
    {
        span.SetTag("gen_ai.input.messages", ContentJson.Messages(prompt));
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            span.SetTag("gen_ai.system_instructions", ContentJson.Instructions(instructions));
        }
    }
}
