using System.Runtime.CompilerServices;
using Chameleon.Connector.Remote.Answers;
using Chameleon.Connector.Remote.Requests;
using Chameleon.Connector.Remote.Wire;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Chameleon.Connector.Remote;

/// <summary>
/// An engine on another machine as an <see cref="IChatClient"/>: any server that speaks OpenAI's chat protocol, such as vLLM
/// on a cluster. Text and pictures go in and come out where the server can; functions and response formats are passed on.
/// </summary>
/// <remarks>
/// All members are thread-safe. Messages and options are never changed; messages are read once. A request that fails before
/// its answer begins is tried again as <see cref="ChameleonRemoteOptions"/> say, one whose answer has begun never.
/// docs/remote.md has the forms on the wire and the differences between servers.
/// </remarks>
public sealed class ChameleonRemoteChatClient : IChatClient
{
    private const string ChatPath = "chat/completions";
    private const string Accepted = "text/event-stream, application/json";

    private readonly RemoteEndpoint endpoint;
    private readonly ChatClientMetadata metadata;
    private readonly string modelId;
    private readonly TimeProvider time;

    /// <param name="endpoint">Absolute http(s) address of the API, usually ending in <c>/v1</c>.</param>
    /// <param name="modelId">Model that is asked for unless the options of a request name another.</param>
    /// <param name="apiKey">Sent as bearer token; null for servers that want none.</param>
    /// <param name="options">How it is asked; null: the defaults.</param>
    /// <param name="loggerFactory">Hears of further tries.</param>
    /// <exception cref="ArgumentException">The address is none, or carries a password; or there is no model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public ChameleonRemoteChatClient(
        Uri endpoint, string modelId, string? apiKey = null, ChameleonRemoteOptions? options = null, ILoggerFactory? loggerFactory = null)
        : this(Connect(endpoint, apiKey, options, loggerFactory, TimeProvider.System), modelId, TimeProvider.System)
    {
    }

    internal ChameleonRemoteChatClient(RemoteEndpoint endpoint, string modelId, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        (this.endpoint, this.modelId, this.time) = (endpoint, modelId, time);
        metadata = new ChatClientMetadata("openai", endpoint.PublicAddress, modelId);
    }

    /// <inheritdoc/>
    /// <exception cref="ChameleonRemoteException">The engine did not answer.</exception>
    /// <exception cref="NotSupportedException">A message or the options hold what cannot be sent.</exception>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ChameleonRemoteException">From the enumeration: the engine did not answer.</exception>
    /// <exception cref="NotSupportedException">From the enumeration: a message or the options hold what cannot be sent.</exception>
    /// <exception cref="ArgumentException">From the enumeration: the options make no sense.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <summary>The models that the server offers.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ChameleonRemoteException">The engine did not answer.</exception>
    public async Task<IReadOnlyList<RemoteModel>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        using var answer = await endpoint.AskAsync("models", body: null, "application/json", cancellationToken).ConfigureAwait(false);
        return ModelList.Read(await answer.ReadJsonAsync().ConfigureAwait(false), endpoint.Address);
    }

    /// <summary>This client or its <see cref="ChatClientMetadata"/>; null for anything else, and for any key.</summary>
    /// <param name="serviceType">What is wanted.</param>
    /// <param name="serviceKey">Must be null.</param>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Closes connections of its own; what it was given stays open.</summary>
    public void Dispose() => endpoint.Dispose();

    internal static RemoteEndpoint Connect(
        Uri endpoint, string? apiKey, ChameleonRemoteOptions? options, ILoggerFactory? loggerFactory, TimeProvider time) =>
        new(endpoint, apiKey, (options ?? new ChameleonRemoteOptions()).Checked(), loggerFactory, time);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = ChatBody.Write(messages, options, this, modelId, endpoint.Options);
        using var answer = await endpoint.AskAsync(ChatPath, body, Accepted, cancellationToken).ConfigureAwait(false);
        var reader = new AnswerReader(endpoint, options?.ModelId ?? modelId, time.GetUtcNow());
        var done = false;
        await foreach (var piece in answer.ReadPiecesAsync(cancellationToken).ConfigureAwait(false))
        {
            done = piece is null;
            if (piece is { } said && reader.Read(said) is { } update)
            {
                yield return update;
            }
        }

        yield return reader.Finish(done);
    }
}
