using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>Makes chunks of the updates of one streamed answer. Not thread-safe.</summary>
/// <param name="functions">The functions that were offered.</param>
/// <param name="round">Requests before this one.</param>
internal sealed class ChunkMapper(AdvertisedFunctions functions, int round)
{
    private int pictures;
    private int calls;

    /// <summary>The chunk of an update; each has the model's id and the update that it was made of.</summary>
    public StreamingChatMessageContent ToChunk(AI.ChatResponseUpdate update)
    {
        var inner = update.RawRepresentation ?? update;
        var chunk = new StreamingChatMessageContent(
            AuthorRole.Assistant, null, inner, modelId: update.ModelId, metadata: MetadataMapper.Of(update));
        foreach (var item in update.Contents.SelectMany(ToItems))
        {
            (item.InnerContent, item.ModelId) = (inner, update.ModelId);
            chunk.Items.Add(item);
        }

        return chunk;
    }

    private IEnumerable<StreamingKernelContent> ToItems(AI.AIContent content) => content switch
    {
        AI.TextContent text => [new StreamingTextContent(text.Text)],
        AI.ImageGenerationToolResultContent preview => ToPreviews(preview),
        AI.DataContent picture => [new StreamingChameleonImageContent(
            picture.Data,
            picture.MediaType,
            pictures++,
            isFinal: true,
            metadata: picture.Name is { } name ? new Dictionary<string, object?> { [nameof(picture.Name)] = name } : null)],
        AI.FunctionCallContent call => [ToCallUpdate(functions.ToCall(call))],
        _ => [],
    };

    private IEnumerable<StreamingKernelContent> ToPreviews(AI.ImageGenerationToolResultContent result) =>
        (result.Outputs ?? [])
            .OfType<AI.DataContent>()
            .Select(preview => new StreamingChameleonImageContent(preview.Data, preview.MediaType, pictures, isFinal: false));

    private StreamingFunctionCallUpdateContent ToCallUpdate(FunctionCallContent call) => new(
        call.Id,

        // Callers rebuild calls with FunctionCallContentBuilder, which parts names at the hyphen.
        string.IsNullOrEmpty(call.PluginName) ? call.FunctionName : $"{call.PluginName}-{call.FunctionName}",
        call.Arguments is null ? null : JsonSerializer.Serialize(call.Arguments),
        calls++)
    {
        RequestIndex = round,
    };
}
