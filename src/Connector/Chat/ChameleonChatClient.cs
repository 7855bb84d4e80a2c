using System.Runtime.CompilerServices;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// The model as an <see cref="IChatClient"/>: text and pictures in any order, both ways, streamed.
/// </summary>
/// <remarks>
/// <para>
/// All members are thread-safe; any number of requests run at once and share the passes over the weights. Messages and
/// options are read once, when enumeration begins, and never changed; the bytes of pictures are taken as immutable.
/// Nothing is computed on the caller's thread. The client owns nothing: disposing it does nothing, and its host outlives
/// it.
/// </para>
/// <para>
/// <b>Messages.</b> Read are text, <see cref="DataContent"/> with a picture (told by its bytes, not by its declared type)
/// or with text, <see cref="UriContent"/> with a data URI, and with an http(s) address where a
/// <see cref="ChameleonChatClientOptions.PictureFetcher"/> is set; pictures stand anywhere in any message. Reasoning,
/// errors, usage and previews in the history are passed over; any other content is a <see cref="NotSupportedException"/>
/// that names it. Chameleon knows turns but no roles: <see cref="ChatOptions.Instructions"/> and system messages are read
/// at the head of the turn in which they stand, messages of one side in a row are one turn, and messages of the assistant's
/// that nobody has replied to are read as said to the model (another agent's are just that), unless
/// <see cref="ChameleonOptionNames.ContinueFinalMessage"/> is set. Pictures that the assistant drew go back as the very
/// codes they were drawn with, kept in their PNG; so does its text, and a conversation that goes on computes only what is
/// new in it (<see cref="ChameleonChatClientOptions.RememberedConversations"/>).
/// </para>
/// <para>
/// <b>Options.</b> Honoured are <see cref="ChatOptions.Instructions"/>, <see cref="ChatOptions.Temperature"/>,
/// <see cref="ChatOptions.TopP"/>, <see cref="ChatOptions.TopK"/>, <see cref="ChatOptions.FrequencyPenalty"/>,
/// <see cref="ChatOptions.PresencePenalty"/>, <see cref="ChatOptions.Seed"/>, <see cref="ChatOptions.MaxOutputTokens"/>,
/// <see cref="ChatOptions.StopSequences"/>, <see cref="ChatOptions.Tools"/> (functions), <see cref="ChatOptions.ToolMode"/>,
/// <see cref="ChatOptions.AllowMultipleToolCalls"/> (null: one call), <see cref="ChatOptions.ResponseFormat"/>,
/// <see cref="ChatOptions.RawRepresentationFactory"/> (may give a
/// <see cref="GenerationOptions"/>; what has its default there counts as unset) and the additional properties named in
/// <see cref="ChameleonOptionNames"/>. Where only a picture is asked for, temperature, top-p and top-k are the picture's.
/// Not honoured, without an error: <see cref="ChatOptions.ConversationId"/> (no state is kept; send the whole
/// conversation), <see cref="ChatOptions.ModelId"/> (there is one model at a time, and the response names it),
/// <see cref="ChatOptions.Reasoning"/>, continuation tokens and background responses.
/// </para>
/// <para>
/// <b>Answers.</b> Each event of the engine is one update, with the <see cref="ChameleonUpdate"/> behind it; whatever is
/// not text or a picture has no contents. A picture is one <see cref="DataContent"/>, a PNG with its
/// <see cref="PictureNotes"/>. Where previews are asked for they come before it, each as an
/// <see cref="ImageGenerationToolResultContent"/> whose call id, <c>message id/picture-number</c>, makes a later one replace
/// an earlier one. A call of a function is one <see cref="FunctionCallContent"/>, sent when it is whole; the finish reason
/// is then <see cref="ChatFinishReason.ToolCalls"/>. Calls and answers in a response format are made under a
/// <see cref="Engine.Generation.Grammar.TokenGrammar"/>: they always parse and fit their schema, whichever model makes them.
/// A picture that was cut short is an <see cref="ErrorContent"/>. The last update has the finish reason, the
/// usage, and the properties named in <see cref="ChameleonUsageNames"/>. The response of
/// <see cref="GetResponseAsync"/> is the stream without previews, coalesced.
/// </para>
/// <para>
/// <b>Errors.</b> Values that make no sense are an <see cref="ArgumentException"/> before anything runs, with name, value and
/// limit. What the engine cannot answer is its <see cref="GenerationException"/>: the prompt is too long (told before any
/// picture is encoded, with the number that would fit), the checkpoint does not draw, too many wait. A picture that is not
/// read is an <see cref="ImageFormatException"/>. Cancelling takes effect within a token; leaving the enumeration frees
/// what the request held.
/// </para>
/// </remarks>
public class ChameleonChatClient : IChatClient
{
    private readonly ChameleonEngineHost host;
    private readonly ChameleonChatClientOptions options;
    private readonly ConversationReader conversations;
    private readonly ConditionalWeakTable<ChameleonEngine, EngineMemory> memories = [];
    private ChatClientMetadata metadata;

    /// <param name="host">Whose engine answers; stays the caller's.</param>
    /// <param name="options">Limits and defaults; null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public ChameleonChatClient(ChameleonEngineHost host, ChameleonChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        this.host = host;
        this.options = (options ?? new ChameleonChatClientOptions()).Checked();
        metadata = new ChatClientMetadata("chameleon", defaultModelId: host.ModelId);
        conversations = new ConversationReader(this.options);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Messages or options make no sense.</exception>
    /// <exception cref="NotSupportedException">A message or the options hold something that the model cannot do.</exception>
    /// <exception cref="ImageFormatException">A picture is not read.</exception>
    /// <exception cref="GenerationException">The engine cannot answer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in StreamAsync(messages, options, isWatched: false, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        var response = updates.ToChatResponse();
        response.RawRepresentation = updates[^1].RawRepresentation;
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">From the enumeration: messages or options make no sense.</exception>
    /// <exception cref="NotSupportedException">From the enumeration: they hold something that the model cannot do.</exception>
    /// <exception cref="ImageFormatException">From the enumeration: a picture is not read.</exception>
    /// <exception cref="GenerationException">From the enumeration: the engine cannot answer.</exception>
    /// <exception cref="OperationCanceledException">From the enumeration: it was cancelled.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, isWatched: true, cancellationToken);
    }

    /// <summary>
    /// This client, its <see cref="ChatClientMetadata"/>, or its <see cref="ChameleonEngineHost"/>; null for anything else,
    /// and for any key.
    /// </summary>
    /// <param name="serviceType">What is wanted.</param>
    /// <param name="serviceKey">Must be null.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata()
            : serviceType == typeof(ChameleonEngineHost) ? host
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    void IDisposable.Dispose()
    {
        // The host is its maker's.
        GC.SuppressFinalize(this);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? chatOptions, bool isWatched, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Read(messages, chatOptions, isWatched);
        var engine = await host.GetEngineAsync(cancellationToken).ConfigureAwait(false);
        var memory = memories.GetValue(engine, _ => new EngineMemory(options));
        var prompt = await Task.Run(() => memory.Prompts.AssembleAsync(request, engine, cancellationToken), cancellationToken).ConfigureAwait(false);
        using var writer = new ResponseWriter(request, prompt, engine, host.ModelId, memory.Conversations);
        await foreach (var step in engine.GenerateAsync(prompt.Parts, prompt.Options, cancellationToken).ConfigureAwait(false))
        {
            host.Meter.Saw(step);
            yield return await writer.WriteAsync(step, cancellationToken).ConfigureAwait(false);
        }
    }

    // The same object as long as the host has the same model.
    private ChatClientMetadata Metadata() => metadata.DefaultModelId == host.ModelId
        ? metadata
        : metadata = new ChatClientMetadata("chameleon", defaultModelId: host.ModelId);

    private ChatRequest Read(IEnumerable<ChatMessage> messages, ChatOptions? chatOptions, bool isWatched)
    {
        var shape = AnswerShaping.For(chatOptions);
        var generation = GenerationOptionsMapper.Map(chatOptions, this, options.CacheScope, isWatched);
        var continues = new ExtraOptions(chatOptions?.AdditionalProperties).Flag(ChameleonOptionNames.ContinueFinalMessage) ?? false;
        ChatMessage[] all = [.. messages];
        string?[] instructions = [chatOptions?.Instructions, shape?.Instructions];
        var said = string.Join('\n', instructions.Where(text => !string.IsNullOrEmpty(text)));
        return new ChatRequest(conversations.Read(all, said, continues), ConversationReader.LastWords(all), generation, shape);
    }
}
