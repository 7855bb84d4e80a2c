using System.Runtime.CompilerServices;
using Chameleon.SemanticKernel;

namespace Microsoft.SemanticKernel.Agents;

/// <summary>What agents need for pictures.</summary>
public static class ChameleonAgentExtensions
{
    /// <summary>
    /// Streams an agent's answer as <see cref="ChatCompletionAgent.InvokeStreamingAsync(ICollection{ChatMessageContent}, AgentThread, AgentInvokeOptions, CancellationToken)"/>
    /// does, and keeps its pictures in the thread. The agent itself remembers of a streamed answer only the text; when the
    /// stream has ended, this puts the whole answer, text and pictures in order, in that message's place. An answer without
    /// pictures, or one that the caller stops reading, is left as it is.
    /// </summary>
    /// <param name="agent">Who answers.</param>
    /// <param name="messages">What is new.</param>
    /// <param name="thread">The conversation; null begins one. Must be a <see cref="ChatHistoryAgentThread"/>.</param>
    /// <param name="options">Options of the agent. Its callback for new messages is told the text only.</param>
    /// <param name="cancellationToken">Takes effect within a token.</param>
    /// <exception cref="ArgumentException">The thread is of another kind.</exception>
    public static IAsyncEnumerable<AgentResponseItem<StreamingChatMessageContent>> StreamWithPicturesAsync(
        this ChatCompletionAgent agent,
        ICollection<ChatMessageContent> messages,
        AgentThread? thread = null,
        AgentInvokeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(messages);
        var history = (thread ?? new ChatHistoryAgentThread()) as ChatHistoryAgentThread ?? throw SkThrow.Thread(thread!.GetType());
        return StreamAsync(agent, messages, history, options, cancellationToken);
    }

    /// <summary>The same for one message.</summary>
    /// <param name="agent">Who answers.</param>
    /// <param name="message">What is new.</param>
    /// <param name="thread">The conversation; null begins one. Must be a <see cref="ChatHistoryAgentThread"/>.</param>
    /// <param name="options">Options of the agent. Its callback for new messages is told the text only.</param>
    /// <param name="cancellationToken">Takes effect within a token.</param>
    /// <exception cref="ArgumentException">The thread is of another kind.</exception>
    public static IAsyncEnumerable<AgentResponseItem<StreamingChatMessageContent>> StreamWithPicturesAsync(
        this ChatCompletionAgent agent,
        ChatMessageContent message,
        AgentThread? thread = null,
        AgentInvokeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return agent.StreamWithPicturesAsync([message], thread, options, cancellationToken);
    }

    private static async IAsyncEnumerable<AgentResponseItem<StreamingChatMessageContent>> StreamAsync(
        ChatCompletionAgent agent,
        ICollection<ChatMessageContent> messages,
        ChatHistoryAgentThread thread,
        AgentInvokeOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reply = new StreamedReply();
        await foreach (var item in agent.InvokeStreamingAsync(messages, thread, options, cancellationToken).ConfigureAwait(false))
        {
            reply.Add(item.Message);
            yield return item;
        }

        reply.ReplaceLastIn(thread.ChatHistory);
    }
}
