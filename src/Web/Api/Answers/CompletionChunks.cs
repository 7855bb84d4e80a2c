using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Writes completions as the pieces in which they come. One thread at a time.</summary>
/// <param name="events">Where.</param>
/// <param name="fields">What every piece begins with.</param>
/// <param name="ask">What was asked.</param>
/// <param name="echo">Comes before each answer; null: nothing.</param>
internal sealed class CompletionChunks(EventStream events, AnswerFields fields, ChatAsk ask, string? echo) : IChunks
{
    /// <inheritdoc/>
    public void Begin()
    {
        for (var i = 0; i < ask.Choices && echo is not null; i++)
        {
            WriteText(i, echo, null);
        }
    }

    /// <inheritdoc/>
    public void Write(int choice, AIContent content)
    {
        if (content is TextContent text)
        {
            WriteText(choice, text.Text, null);
        }
    }

    /// <inheritdoc/>
    public void End(int choice, ChatFinishReason? reason) => WriteText(choice, "", AnswerFields.Reason(reason));

    /// <inheritdoc/>
    public void WriteUsage(UsageTotal usage)
    {
        fields.WriteUsage(events.BeginEvent(), usage);
        events.EndEvent();
    }

    private void WriteText(int choice, string text, string? reason)
    {
        var json = events.BeginEvent();
        json.WriteStartObject();
        fields.WriteHead(json);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice);
        json.WriteString("text"u8, text);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason", reason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        events.EndEvent();
    }
}
