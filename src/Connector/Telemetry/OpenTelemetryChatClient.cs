using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// A span and measurements for every call, by the OpenTelemetry semantic conventions of generative AI
/// (docs/telemetry.md lists them). Costs nothing while nobody listens. Streamed answers are watched as they pass and not
/// kept: previews are free to go. Prompts and answers only with <see cref="EnableSensitiveData"/>; bytes of pictures
/// never. Thread-safe, as its inner client is.
/// </summary>
public class OpenTelemetryChatClient : DelegatingChatClient
{
    /// <summary>Name of the span source and of the meter, when no other is given.</summary>
    public const string DefaultSourceName = "Chameleon.Connector";

    private readonly GenAiInstruments instruments;
    private readonly ChatClientMetadata? metadata;

    /// <param name="innerClient">The client whose calls are traced; disposed with this one.</param>
    /// <param name="sourceName">Name of the span source and of the meter; null or empty: <see cref="DefaultSourceName"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerClient"/> is null.</exception>
    public OpenTelemetryChatClient(IChatClient innerClient, string? sourceName = null)
        : base(innerClient)
    {
        metadata = innerClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        instruments = new GenAiInstruments(string.IsNullOrEmpty(sourceName) ? DefaultSourceName : sourceName);
    }

    /// <summary>
    /// Whether prompts and answers go into spans. Off, unless the environment or Semantic Kernel's switch asks for content
    /// (docs/telemetry.md). Set it before the first call.
    /// </summary>
    public bool EnableSensitiveData { get; set; } = TelemetrySwitches.CaptureContent;

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(ActivitySource) ? instruments.Source : base.GetService(serviceType, serviceKey);
    }

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (!instruments.Enabled)
        {
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        var prompt = Prompt.Of(messages);
        return AnswerAsync(prompt, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (!instruments.Enabled)
        {
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        var prompt = Prompt.Of(messages);
        return CallObserver.WatchAsync(
            () => Begin(prompt, options, stream: true),
            () => base.GetStreamingResponseAsync(prompt, options, cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            instruments.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Asynchronous, so that the span is current inside the call and not in its caller.</summary>
    private async Task<ChatResponse> AnswerAsync(ICollection<ChatMessage> prompt, ChatOptions? options, CancellationToken cancellationToken) =>
        await Begin(prompt, options, stream: false).WatchAsync(
            () => base.GetResponseAsync(prompt, options, cancellationToken),
            static (answer, response) => answer.Add(response)).ConfigureAwait(false);

    private TracedCall Begin(ICollection<ChatMessage> prompt, ChatOptions? options, bool stream)
    {
        var target = new GenAiTarget("chat", options?.ModelId ?? metadata?.DefaultModelId, metadata?.ProviderName, metadata?.ProviderUri);
        return new TracedCall(instruments, target, EnableSensitiveData, span =>
        {
            ChatTags.Describe(span, options, stream);
            if (EnableSensitiveData)
            {
                ChatTags.DescribeContent(span, prompt, options);
            }
        });
    }
}
