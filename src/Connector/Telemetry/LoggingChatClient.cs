using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// Writes the start and the end of every call into a log: Debug for start, completion and cancellation, Information for
/// token counts, Error for failures. Prompts and answers only at Trace and only with <see cref="EnableSensitiveData"/>;
/// bytes of pictures never. Texts of others are escaped, so that they cannot forge lines. Thread-safe, as its inner
/// client is.
/// </summary>
public class LoggingChatClient : DelegatingChatClient
{
    private const string Operation = "chat";

    private readonly ILogger logger;

    /// <param name="innerClient">The client whose calls are logged; disposed with this one.</param>
    /// <param name="logger">Where to.</param>
    /// <exception cref="ArgumentNullException">Something is null.</exception>
    public LoggingChatClient(IChatClient innerClient, ILogger logger)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(logger);
        this.logger = logger;
    }

    /// <summary>
    /// Whether prompts and answers may be written, at Trace. Off, unless the environment or Semantic Kernel's switch asks
    /// for content (docs/telemetry.md). Set it before the first call.
    /// </summary>
    public bool EnableSensitiveData { get; set; } = TelemetrySwitches.CaptureContent;

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var prompt = Prompt.Of(messages);
        return Begin(prompt, options).WatchAsync(
            () => base.GetResponseAsync(prompt, options, cancellationToken),
            static (answer, response) => answer.Add(response));
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (!logger.IsEnabled(LogLevel.Error))
        {
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        var prompt = Prompt.Of(messages);
        return CallObserver.WatchAsync(
            () => Begin(prompt, options),
            () => base.GetStreamingResponseAsync(prompt, options, cancellationToken),
            cancellationToken);
    }

    private LoggedCall Begin(ICollection<ChatMessage> prompt, ChatOptions? options) => new(
        logger,
        Operation,
        options?.ModelId ?? (InnerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId,
        EnableSensitiveData && logger.IsEnabled(LogLevel.Trace),
        () => (ContentJson.Messages(prompt), OptionsText.Of(options)));
}
