using System.Runtime.InteropServices;
using System.Text;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Writes the engine's events of one answer as the updates of one message. One thread at a time.</summary>
internal sealed class ResponseWriter : IDisposable
{
    private const string Png = "image/png";

    private readonly ChameleonEngine engine;
    private readonly ChatPrompt prompt;
    private readonly PictureNotes notes;
    private readonly ConversationMemory memory;
    private readonly IAnswerFilter? filter;
    private readonly string modelId;
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly DateTimeOffset createdAt = DateTimeOffset.UtcNow;
    private readonly StringBuilder text = new();
    private readonly List<int> ids = [];
    private readonly List<TokenChoice> choices = [];

    /// <param name="request">What was asked.</param>
    /// <param name="prompt">As the engine got it.</param>
    /// <param name="engine">Who answers.</param>
    /// <param name="modelId">The model's name.</param>
    /// <param name="memory">Remembers what was said.</param>
    public ResponseWriter(ChatRequest request, ChatPrompt prompt, ChameleonEngine engine, string modelId, ConversationMemory memory)
    {
        (this.prompt, this.engine, this.modelId, this.memory) = (prompt, engine, modelId, memory);
        filter = request.Shape?.CreateFilter();
        notes = PictureContents.Notes(request.LastWords, prompt.Options, modelId, engine.Info.PictureFingerprint);
    }

    /// <summary>The update of an event.</summary>
    public ValueTask<ChatResponseUpdate> WriteAsync(GenerationUpdate step, CancellationToken cancellationToken) => step switch
    {
        GenerationUpdate.Text part => new(Update(step, Text(part))),
        GenerationUpdate.PictureProgress { Preview: { } pixels } part => PreviewAsync(part, pixels, cancellationToken),
        GenerationUpdate.Picture part => PictureAsync(part, cancellationToken),
        GenerationUpdate.IncompletePicture part => new(Update(step, [Incomplete(part)])),
        GenerationUpdate.Finished part => new(Finish(part)),
        _ => new(Update(step, null)),
    };

    /// <inheritdoc/>
    public void Dispose() => prompt.Trace.Dispose();

    private List<AIContent>? Text(GenerationUpdate.Text part)
    {
        if (prompt.Options.CacheScope is not null)
        {
            text.Append(part.Value);
            for (var i = 0; i < part.Tokens.Count; i++)
            {
                ids.Add(part.Tokens[i]);
            }
        }

        choices.AddRange(part.Choices);
        if (part.Value.Length == 0)
        {
            return null;
        }

        if (filter is null)
        {
            return [new TextContent(part.Value)];
        }

        List<AIContent> contents = [];
        filter.Push(part.Value, contents);
        return contents;
    }

    private async ValueTask<ChatResponseUpdate> PreviewAsync(GenerationUpdate.PictureProgress part, PixelImage pixels, CancellationToken cancellationToken)
    {
        var file = await Task.Run(() => ImageEncoder.Png(pixels), cancellationToken).ConfigureAwait(false);
        return Update(part, [new ImageGenerationToolResultContent($"{id}/picture-{part.Index + 1}") { Outputs = [new DataContent(file, Png)] }]);
    }

    private async ValueTask<ChatResponseUpdate> PictureAsync(GenerationUpdate.Picture part, CancellationToken cancellationToken)
    {
        RememberText();
        var content = await Task.Run(() => PictureContents.Of(part, notes, part.Index + 1), cancellationToken).ConfigureAwait(false);
        if (prompt.Options.CacheScope is { } scope)
        {
            prompt.Trace.AddPicture(content);
            memory.Add(prompt.Trace.Key, scope);
        }

        return Update(part, [content]);
    }

    private static ErrorContent Incomplete(GenerationUpdate.IncompletePicture part) =>
        new($"Picture {part.Index + 1} is cut short: {part.Codes.Count} of its {part.Total} codes were drawn before the answer ended.")
        {
            ErrorCode = "incomplete_picture",
        };

    private ChatResponseUpdate Finish(GenerationUpdate.Finished part)
    {
        RememberText();
        List<AIContent> contents = [];
        var reason = filter?.Finish(contents);
        contents.Add(new UsageContent(Usage(part.Usage)));
        var update = Update(part, contents);
        update.FinishReason = reason ?? (part.Reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop);
        update.AdditionalProperties = new AdditionalPropertiesDictionary
        {
            [ChameleonUsageNames.Seed] = prompt.Options.Seed,
            [ChameleonUsageNames.QueueSeconds] = part.Usage.QueueTime.TotalSeconds,
            [ChameleonUsageNames.FirstTokenSeconds] = part.Usage.TimeToFirstToken.TotalSeconds,
            [ChameleonUsageNames.TotalSeconds] = part.Usage.TotalTime.TotalSeconds,
        };
        if (prompt.Options.TopProbabilities is not null)
        {
            update.AdditionalProperties[ChameleonUsageNames.TokenChoices] = choices;
        }

        if (prompt.ForgottenTurns > 0)
        {
            update.AdditionalProperties[ChameleonUsageNames.ForgottenTurns] = prompt.ForgottenTurns;
        }

        return update;
    }

    private UsageDetails Usage(GenerationUsage usage)
    {
        var pictureTokens = prompt.PictureCount * (engine.Info.CodesPerPicture + 2);
        return new UsageDetails
        {
            InputTokenCount = usage.PromptTokens,
            OutputTokenCount = usage.TextTokens + usage.PictureTokens,
            TotalTokenCount = usage.PromptTokens + usage.TextTokens + usage.PictureTokens,
            CachedInputTokenCount = usage.CachedTokens,
            InputTextTokenCount = usage.PromptTokens - pictureTokens,
            OutputTextTokenCount = usage.TextTokens,
            AdditionalCounts = new AdditionalPropertiesDictionary<long>
            {
                [ChameleonUsageNames.InputPictureTokens] = pictureTokens,
                [ChameleonUsageNames.OutputPictureTokens] = usage.PictureTokens,
            },
        };
    }

    private ChatResponseUpdate Update(GenerationUpdate step, IList<AIContent>? contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = id,
        MessageId = id,
        ModelId = modelId,
        CreatedAt = createdAt,
        RawRepresentation = new ChameleonUpdate(step),
    };

    private void RememberText()
    {
        if (prompt.Options.CacheScope is { } scope && text.Length > 0)
        {
            var said = text.ToString();
            prompt.Trace.AddText(said);
            memory.Add(prompt.Trace.Key, scope, said, CollectionsMarshal.AsSpan(ids), engine.Tokenizer);
        }

        text.Clear();
        ids.Clear();
    }
}
