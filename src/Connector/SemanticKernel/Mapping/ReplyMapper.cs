using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>Makes a message of a whole answer: every item at its place.</summary>
/// <param name="functions">The functions that were offered.</param>
internal sealed class ReplyMapper(AdvertisedFunctions functions)
{
    /// <summary>The messages of the response.</summary>
    public ChatMessageContent[] ToMessages(AI.ChatResponse response) =>
        [.. response.Messages.Select(message => ToMessage(response, message))];

    private ChatMessageContent ToMessage(AI.ChatResponse response, AI.ChatMessage message)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var content in message.Contents)
        {
            if (ToItem(content) is { } item)
            {
                item.ModelId = response.ModelId;
                item.InnerContent ??= content;
                items.Add(item);
            }
        }

        return new ChatMessageContent(
            AuthorRole.Assistant, items, response.ModelId, response, metadata: MetadataMapper.Of(response, message));
    }

    private KernelContent? ToItem(AI.AIContent content) => content switch
    {
        AI.TextContent text => new TextContent(text.Text),
        AI.DataContent picture => ToItem(picture),
        AI.FunctionCallContent call => functions.ToCall(call),

        // Usage and errors are metadata, previews are for streams.
        _ => null,
    };

    private static ImageContent ToItem(AI.DataContent picture) => new(picture.Data, picture.MediaType)
    {
        Metadata = picture.Name is { } name ? new Dictionary<string, object?> { [nameof(picture.Name)] = name } : null,
    };
}
