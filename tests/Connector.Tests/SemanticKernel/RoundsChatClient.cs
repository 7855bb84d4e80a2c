using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>A client that answers request by request what a test wants, and keeps what it was asked. The last answer repeats.</summary>
internal sealed class RoundsChatClient(params ChatResponseUpdate[][] rounds) : IChatClient
{
    /// <summary>The messages of each request, as they were then.</summary>
    public List<ChatMessage[]> Prompts { get; } = [];

    /// <summary>The options of each request.</summary>
    public List<ChatOptions?> Options { get; } = [];

    /// <summary>An answer of one text.</summary>
    public static ChatResponseUpdate[] Says(string text) => Answer("said", [new TextContent(text)], ChatFinishReason.Stop);

    /// <summary>An answer that calls functions: name, arguments.</summary>
    public static ChatResponseUpdate[] Calls(params (string Name, Dictionary<string, object?>? Arguments)[] calls) => Answer(
        "called",
        [.. calls.Select((call, index) => new FunctionCallContent($"call-{index}", call.Name, call.Arguments))],
        ChatFinishReason.ToolCalls);

    /// <summary>An answer of any contents, one update each, and an end.</summary>
    public static ChatResponseUpdate[] Answer(string id, AIContent[] contents, ChatFinishReason reason)
    {
        var usage = new UsageDetails { InputTokenCount = 7, OutputTokenCount = 3, TotalTokenCount = 10 };
        ChatResponseUpdate[] updates = [.. contents.Select(content => Update(content)), Update(new UsageContent(usage))];
        updates[^1].FinishReason = reason;
        return updates;

        ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
        {
            ResponseId = $"{id}-response",
            MessageId = $"{id}-message",
            ModelId = "scripted",
            CreatedAt = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero),
        };
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Prompts.Add([.. messages]);
        Options.Add(options);
        await Task.Yield();
        foreach (var update in rounds[Math.Min(Prompts.Count, rounds.Length) - 1])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
