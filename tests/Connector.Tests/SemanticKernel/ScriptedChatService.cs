using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>The service's own way from client to kernel, with a scripted client.</summary>
internal sealed class ScriptedChatService(RoundsChatClient client) : IChatCompletionService
{
    private readonly KernelConversation conversation = new(client);

    public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>();

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
        conversation.CompleteAsync(chatHistory, executionSettings, kernel, cancellationToken);

    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
        conversation.StreamAsync(chatHistory, executionSettings, kernel, cancellationToken);
}
