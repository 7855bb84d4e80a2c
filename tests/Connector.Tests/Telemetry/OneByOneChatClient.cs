using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Telemetry;

/// <summary>A client that makes each update when it is wanted and keeps none.</summary>
internal sealed class OneByOneChatClient(params Func<ChatResponseUpdate>[] script) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        new Stream(script);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>By hand: a compiler's iterator would keep its last value in a field.</summary>
    private sealed class Stream(Func<ChatResponseUpdate>[] script) : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
    {
        private int next;

        public ChatResponseUpdate Current { get; private set; } = null!;

        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            var more = next < script.Length;
            Current = more ? script[next++]() : null!;
            return new(more);
        }

        public ValueTask DisposeAsync() => default;
    }
}
