using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Chameleon.SemanticKernel;

/// <summary>Puts a streamed answer together again: text and finished pictures, in order.</summary>
internal sealed class StreamedReply
{
    private readonly StringBuilder text = new();
    private readonly List<KernelContent> items = [];
    private StreamingChatMessageContent? last;
    private string? messageId;

    /// <summary>Takes the next chunk. A new message, after function calls, begins anew.</summary>
    public void Add(StreamingChatMessageContent chunk)
    {
        var id = chunk.Metadata is { } metadata ? ChameleonMetadata.FromDictionary(metadata).MessageId : null;
        if (id != messageId)
        {
            messageId = id;
            text.Clear();
            items.Clear();
        }

        last = chunk;
        foreach (var item in chunk.Items)
        {
            switch (item)
            {
                case StreamingTextContent piece:
                    text.Append(piece.Text);
                    break;
                case StreamingChameleonImageContent { IsFinal: true } picture:
                    EndText();
                    items.Add(picture.ToImageContent());
                    break;
            }
        }
    }

    /// <summary>Puts the answer in place of the message that the agent made of its text; without pictures there is nothing to do.</summary>
    public void ReplaceLastIn(ChatHistory history)
    {
        if (!items.Any(item => item is ImageContent) || history is not [.., { Role: var role } message] || role != AuthorRole.Assistant)
        {
            return;
        }

        EndText();
        history[^1] = new ChatMessageContent(role, [.. items], last!.ModelId, last.InnerContent, metadata: last.Metadata)
        {
            AuthorName = message.AuthorName,
        };
    }

    private void EndText()
    {
        if (text.Length > 0)
        {
            items.Add(new TextContent(text.ToString(), last?.ModelId));
            text.Clear();
        }
    }
}
