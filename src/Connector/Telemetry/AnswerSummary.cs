using System.Text;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// What telemetry remembers of an answer while it streams past: ids, the end, the usage and, only when content is
/// wanted, text. Updates and the pictures in them are never held.
/// </summary>
/// <param name="captureContent">Whether text is wanted.</param>
internal sealed class AnswerSummary(bool captureContent)
{
    private readonly List<string?> parts = [];
    private readonly StringBuilder text = new();

    public string? ResponseId { get; private set; }

    public string? ModelId { get; private set; }

    public string? ConversationId { get; private set; }

    public ChatFinishReason? FinishReason { get; private set; }

    public UsageDetails? Usage { get; private set; }

    /// <summary>The answer as JSON; null when content is not wanted.</summary>
    public string? Content
    {
        get
        {
            if (!captureContent)
            {
                return null;
            }

            FlushText();
            return ContentJson.Answer(parts, FinishReason?.Value);
        }
    }

    public void Add(ChatResponseUpdate update)
    {
        ResponseId = update.ResponseId ?? ResponseId;
        ModelId = update.ModelId ?? ModelId;
        ConversationId = update.ConversationId ?? ConversationId;
        FinishReason = update.FinishReason ?? FinishReason;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage)
            {
                Add(usage.Details);
            }
            else if (captureContent)
            {
                Capture(content);
            }
        }
    }

    public void Add(ChatResponse response)
    {
        (ResponseId, ModelId, ConversationId, FinishReason) =
            (response.ResponseId, response.ModelId, response.ConversationId, response.FinishReason);
        Add(response.Usage);
        foreach (var content in captureContent ? response.Messages.SelectMany(message => message.Contents) : [])
        {
            Capture(content);
        }
    }

    public void Add(ImageGenerationResponse response)
    {
        Add(response.Usage);
        foreach (var content in captureContent ? response.Contents : [])
        {
            Capture(content);
        }
    }

    private void Add(UsageDetails? details)
    {
        if (details is not null)
        {
            Usage ??= new UsageDetails();
            Usage.Add(details);
        }
    }

    private void Capture(AIContent content)
    {
        if (content is TextContent piece)
        {
            text.Append(piece.Text);
        }
        else if (ContentJson.Part(content) is { } part)
        {
            FlushText();
            parts.Add(part);
        }
    }

    private void FlushText()
    {
        if (text.Length > 0)
        {
            parts.Add(ContentJson.Part(new TextContent(text.ToString())));
            text.Clear();
        }
    }
}
