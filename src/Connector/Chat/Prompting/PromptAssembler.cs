using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>Turns a request into ids and codes: first everything that can refuse it, then the pictures. Thread-safe.</summary>
/// <param name="pictures">Encodes pictures.</param>
/// <param name="memory">Knows what the model said.</param>
/// <param name="whenFull">What happens to a conversation that is too long.</param>
internal sealed class PromptAssembler(PictureReader pictures, ConversationMemory memory, ContextOverflow whenFull)
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
        var trace = new ConversationTrace(request.Options.CacheScope);
        try
        {
            return await AssembleAsync(request, trace, engine, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            trace.Dispose();
            throw;
        }
    }

    private async Task<ChatPrompt> AssembleAsync(
        ChatRequest request, ConversationTrace trace, ChameleonEngine engine, CancellationToken cancellationToken)
    {
        var options = request.Shape?.Constrain(request.Options, engine) ?? request.Options;
        var conversation = request.Conversation;
        var parts = Recall(conversation, trace, engine, out var knownScope);
        var forgotten = 0;
        if (whenFull == ContextOverflow.ForgetOldest)
        {
            (conversation, parts, forgotten) = ContextWindow.Fit(conversation, parts, engine.Info.CodesPerPicture, engine.ContextLimit, options);
        }

        var tokens = engine.Check(parts, options with { MaxNewTokens = null });
        if (options.MaxNewTokens > engine.ContextLimit - tokens)
        {
            throw ChatThrow.NoRoom(options.MaxNewTokens.Value, tokens, engine.ContextLimit);
        }

        options = options with { CacheScope = options.CacheScope ?? memory.ScopeFor(knownScope, engine) };
        PictureSource[] sources = [.. conversation.OfType<ConversationPart.Picture>().Select(part => part.Source)];
        var codes = await pictures.ReadAllAsync(sources, engine, options.CacheScope, cancellationToken).ConfigureAwait(false);
        var read = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is PromptPart.Picture)
            {
                parts[i] = new PromptPart.PictureCodes(codes[read++]);
            }
        }

        return new ChatPrompt(parts, options, read, forgotten, trace);
    }

    /// <summary>Follows the conversation, and finds its answers as they were given.</summary>
    private PromptPart[] Recall(IReadOnlyList<ConversationPart> conversation, ConversationTrace trace, ChameleonEngine engine, out string? scope)
    {
        scope = null;
        var parts = new PromptPart[conversation.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            trace.Add(conversation[i]);
            var isAnswer = conversation[i] is ConversationPart.Text { IsAssistants: true } or ConversationPart.Picture { Source.IsAssistants: true };
            var known = isAnswer ? memory.Find(trace.Key) : null;
            scope = known?.Scope ?? scope;
            parts[i] = conversation[i] switch
            {
                ConversationPart.Text text => new PromptPart.Ids(known?.Ids ?? engine.Tokenizer.Encode(text.Value)),
                ConversationPart.Picture => Placeholder,
                _ => EndOfTurn,
            };
        }

        return parts;
    }
}
