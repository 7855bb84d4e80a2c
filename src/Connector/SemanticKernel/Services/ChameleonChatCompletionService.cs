using System.Runtime.CompilerServices;
using Chameleon.Connector;
using Chameleon.Connector.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;
using Microsoft.SemanticKernel.TextToImage;
using TextContent = Microsoft.SemanticKernel.TextContent;

namespace Chameleon.SemanticKernel;

/// <summary>
/// Chameleon as a service of Semantic Kernel: chat with pictures at any place of any message, both ways, streamed and not;
/// text; pictures from text. It is a <see cref="ChameleonChatClient"/> as well, so that both of Semantic Kernel's bridges
/// return it as it is. All members are thread-safe. Disposing it ends its telemetry; the host is its owner's.
/// </summary>
public sealed class ChameleonChatCompletionService
    : ChameleonChatClient, IChatCompletionService, ITextGenerationService, ITextToImageService, IDisposable
{
    /// <summary>Name of the span source and of the meter of what is asked through Semantic Kernel.</summary>
    public const string TelemetrySourceName = "Chameleon.SemanticKernel";

    private readonly IChatClient observed;
    private readonly KernelConversation conversation;

    /// <summary>A service on a host.</summary>
    /// <param name="host">Whose engine answers; stays its owner's.</param>
    /// <param name="options">What the service takes and remembers; null: the defaults.</param>
    /// <param name="loggerFactory">Where it says what it took; null: nowhere.</param>
    public ChameleonChatCompletionService(
        ChameleonEngineHost host, ChameleonChatClientOptions? options = null, ILoggerFactory? loggerFactory = null)
        : base(host, options)
    {
        observed = new Observable(this).WithOpenTelemetry(TelemetrySourceName);
        if (loggerFactory is not null)
        {
            observed = observed.WithLogging(loggerFactory.CreateLogger<ChameleonChatCompletionService>());
        }

        conversation = new KernelConversation(observed);
        Attributes = new Dictionary<string, object?> { [AIServiceExtensions.ModelIdKey] = host.ModelId };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Attributes { get; }

    /// <summary>The whole answer to a history, its text and pictures in order in <see cref="ChatMessageContent.Items"/>.</summary>
    /// <param name="chatHistory">The conversation. Only function calls that the kernel answers are added to it.</param>
    /// <param name="executionSettings">Any connector's settings; null: the model's defaults.</param>
    /// <param name="kernel">Whose functions the model may call, as the settings say.</param>
    /// <param name="cancellationToken">Takes effect within a token.</param>
    /// <exception cref="ArgumentException">The history is empty, or a setting makes no sense.</exception>
    /// <exception cref="InvalidOperationException">The history has only system messages, or a picture is not one.</exception>
    /// <exception cref="NotSupportedException">The history has an item that the model has no place for.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        HistoryMapper.Check(chatHistory);
        return await conversation.CompleteAsync(chatHistory, executionSettings, kernel, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The answer as it comes. Pictures are <see cref="StreamingChameleonImageContent"/> among the items of a chunk; every
    /// chunk's InnerContent is a <see cref="ChameleonUpdate"/>.
    /// </summary>
    /// <inheritdoc cref="GetChatMessageContentsAsync" path="/param"/>
    /// <inheritdoc cref="GetChatMessageContentsAsync" path="/exception"/>
    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        HistoryMapper.Check(chatHistory);
        return conversation.StreamAsync(chatHistory, executionSettings, kernel, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TextContent>> GetTextContentsAsync(
        string prompt, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        var messages = await GetChatMessageContentsAsync(ToHistory(prompt), In("text", executionSettings), kernel, cancellationToken).ConfigureAwait(false);
        return [.. messages.Select(message => new TextContent(message.Content, message.ModelId, message.InnerContent, metadata: message.Metadata))];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamingTextContent> GetStreamingTextContentsAsync(
        string prompt,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var chunks = GetStreamingChatMessageContentsAsync(ToHistory(prompt), In("text", executionSettings), kernel, cancellationToken);
        await foreach (var chunk in chunks.ConfigureAwait(false))
        {
            yield return new StreamingTextContent(chunk.Content ?? "", 0, chunk.ModelId, chunk.InnerContent, metadata: chunk.Metadata);
        }
    }

    /// <summary>A picture of a description, in the model's own size.</summary>
    /// <param name="input">The description.</param>
    /// <param name="executionSettings">Any connector's settings; null: the model's defaults.</param>
    /// <param name="kernel">Not used.</param>
    /// <param name="cancellationToken">Takes effect within a picture code.</param>
    /// <exception cref="NotSupportedException">The model drew nothing; the message says why.</exception>
    public async Task<IReadOnlyList<ImageContent>> GetImageContentsAsync(
        TextContent input, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var history = ToHistory(input.Text ?? "");
        var messages = await GetChatMessageContentsAsync(history, In("picture", executionSettings), kernel, cancellationToken).ConfigureAwait(false);
        ImageContent[] pictures = [.. messages.SelectMany(message => message.Items).OfType<ImageContent>()];
        return pictures.Length > 0 ? pictures : throw SkThrow.NoPicture(ChameleonMetadata.FromDictionary(messages[0].Metadata!).Errors?[0]);
    }

    void IDisposable.Dispose() => observed.Dispose();

    private static ChatHistory ToHistory(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var history = new ChatHistory();
        history.AddUserMessage(prompt);
        return history;
    }

    private static ChameleonPromptExecutionSettings In(string mode, PromptExecutionSettings? settings)
    {
        var own = (ChameleonPromptExecutionSettings)ChameleonPromptExecutionSettings.FromExecutionSettings(settings).Clone();
        own.Mode = mode;
        return own;
    }

    /// <summary>The service as what its telemetry wraps; not disposed with that.</summary>
    private sealed class Observable(ChameleonChatCompletionService service) : DelegatingChatClient(service)
    {
        /// <inheritdoc/>
        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
