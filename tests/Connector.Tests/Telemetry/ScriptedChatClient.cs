using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Telemetry;

/// <summary>A client that answers what a test wants to be answered.</summary>
internal sealed class ScriptedChatClient(params ChatResponseUpdate[] script) : IChatClient
{
    /// <summary>Thrown after the script, when set.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Run before each piece.</summary>
    public Func<int, CancellationToken, Task> BeforePiece { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether the stream was left in order.</summary>
    public bool StreamDisposed { get; private set; }

    public bool Disposed { get; private set; }

    public List<IEnumerable<ChatMessage>> Prompts { get; } = [];

    public ChatClientMetadata Metadata { get; init; } = new("scripted", new Uri("http://models.example:8000/v1"), "script-1");

    /// <summary>An answer of two pieces of text, a picture and its usage.</summary>
    public static ChatResponseUpdate[] Answer { get; } =
    [
        Piece(new TextContent("A red ")),
        Piece(new TextContent("star.")),
        Piece(new DataContent(new byte[] { 0x89, 0x50, 0x4E, 0x47, 1, 2, 3 }, "image/png")),
        new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 7, OutputTokenCount = 5, TotalTokenCount = 12, CachedInputTokenCount = 3 })])
        {
            ResponseId = "r-1", MessageId = "m-1", ModelId = "script-1-build-9", FinishReason = ChatFinishReason.Stop,
        },
    ];

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Prompts.Add(messages);
        try
        {
            for (var i = 0; i < script.Length; i++)
            {
                await BeforePiece(i, cancellationToken);
                yield return script[i];
            }

            if (Failure is not null)
            {
                throw Failure;
            }
        }
        finally
        {
            StreamDisposed = true;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => Disposed = true;

    private static ChatResponseUpdate Piece(AIContent content) =>
        new(ChatRole.Assistant, [content]) { ResponseId = "r-1", MessageId = "m-1", ModelId = "script-1-build-9" };
}
