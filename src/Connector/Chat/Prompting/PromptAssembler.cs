using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>Turns a request into ids and codes: first everything that can refuse it, then the pictures. Thread-safe.</summary>
/// <param name="pictures">Encodes pictures.</param>
/// <param name="answers">Knows what the model said.</param>
internal sealed class PromptAssembler(PictureReader pictures, AnswerMemory answers)
{
    private static readonly PromptPart.Picture Placeholder = new(new PixelImage(1, 1, new byte[3]));
    private static readonly PromptPart.EndOfTurn EndOfTurn = new();

    /// <summary>The prompt and the options.</summary>
    /// <param name="request">The request.</param>
    /// <param name="engine">Who will answer.</param>
    /// <param name="cancellationToken">Takes effect within one level of the picture encoder.</param>
    /// <exception cref="GenerationException">It cannot be answered.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The answer may be longer than what fits behind the prompt.</exception>
    /// <exception cref="ImageFormatException">A picture is not read.</exception>
    public async Task<ChatPrompt> AssembleAsync(ChatRequest request, ChameleonEngine engine, CancellationToken cancellationToken)
    {
        var options = request.Shape?.Constrain(request.Options, engine) ?? request.Options;
        var parts = new PromptPart[request.Conversation.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = request.Conversation[i] switch
            {
                ConversationPart.Text text => new PromptPart.Ids(Ids(text, options.CacheScope, engine)),
                ConversationPart.Picture => Placeholder,
                _ => EndOfTurn,
            };
        }

        var tokens = engine.Check(parts, options with { MaxNewTokens = null });
        if (options.MaxNewTokens > engine.ContextLimit - tokens)
        {
            throw ChatThrow.NoRoom(options.MaxNewTokens.Value, tokens, engine.ContextLimit);
        }

        PictureSource[] sources = [.. request.Conversation.OfType<ConversationPart.Picture>().Select(part => part.Source)];
        var codes = await pictures.ReadAllAsync(sources, engine, options.CacheScope, cancellationToken).ConfigureAwait(false);
        var read = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is PromptPart.Picture)
            {
                parts[i] = new PromptPart.PictureCodes(codes[read++]);
            }
        }

        return new ChatPrompt(parts, options, read);
    }

    private int[] Ids(ConversationPart.Text text, string? scope, ChameleonEngine engine) =>
        (text.IsAssistants ? answers.Find(scope, text.Value) : null) ?? engine.Tokenizer.Encode(text.Value);
}
