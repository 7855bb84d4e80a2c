using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>
/// Answers a chat history through a chat client: asks, lets the kernel answer the functions that the model calls, and asks
/// again until the model has said what it has to say. Stateless; thread-safe as far as the client is.
/// </summary>
/// <param name="client">Who answers.</param>
internal sealed class KernelConversation(AI.IChatClient client)
{
    /// <summary>A model that does nothing but call functions is stopped after so many requests.</summary>
    public const int MaxRounds = 128;

    /// <summary>So deep may functions be called by models that functions asked.</summary>
    private const int MaxDepth = 128;

    private static readonly AsyncLocal<int> Depth = new();

    /// <summary>The whole answer.</summary>
    public async Task<IReadOnlyList<ChatMessageContent>> CompleteAsync(
        ChatHistory history, PromptExecutionSettings? executionSettings, Kernel? kernel, CancellationToken cancellationToken)
    {
        var settings = ChameleonPromptExecutionSettings.FromExecutionSettings(executionSettings);
        var options = SettingsMapper.ToChatOptions(settings);
        for (var index = 0; ; index++)
        {
            var round = new FunctionRound(index, settings, options, history, kernel);
            var asked = HistoryMapper.ToMessages(history);
            var response = await client.GetResponseAsync(asked, round.Options, cancellationToken).ConfigureAwait(false);
            TokenCounters.Add(response.Usage, response.ModelId);
            var messages = new ReplyMapper(round.Functions).ToMessages(response);
            if (!MayInvoke(round) || CallsOf(messages) is not { } calling)
            {
                return messages;
            }

            if (await AnswerAsync(calling, history, round, executionSettings, kernel!, false, cancellationToken).ConfigureAwait(false) is { } last)
            {
                return [last];
            }
        }
    }

    /// <summary>The answer as it comes; of several requests, one after the other.</summary>
    public async IAsyncEnumerable<StreamingChatMessageContent> StreamAsync(
        ChatHistory history,
        PromptExecutionSettings? executionSettings,
        Kernel? kernel,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = ChameleonPromptExecutionSettings.FromExecutionSettings(executionSettings);
        var options = SettingsMapper.ToChatOptions(settings);
        for (var index = 0; ; index++)
        {
            var round = new FunctionRound(index, settings, options, history, kernel);
            var chunks = new ChunkMapper(round.Functions, index);
            var updates = MayInvoke(round) ? new List<AI.ChatResponseUpdate>() : null;
            var asked = HistoryMapper.ToMessages(history);
            StreamingChatMessageContent? chunk = null;
            await foreach (var update in client.GetStreamingResponseAsync(asked, round.Options, cancellationToken).ConfigureAwait(false))
            {
                TokenCounters.Add(update.Contents.OfType<AI.UsageContent>().FirstOrDefault()?.Details, update.ModelId);
                if (!update.Contents.Any(content => content is AI.ImageGenerationToolResultContent))
                {
                    updates?.Add(update);
                }

                chunk = chunks.ToChunk(update);
                yield return chunk;
            }

            if (updates is null || CallsOf(new ReplyMapper(round.Functions).ToMessages(AI.ChatResponseExtensions.ToChatResponse(updates))) is not { } calling)
            {
                yield break;
            }

            if (await AnswerAsync(calling, history, round, executionSettings, kernel!, true, cancellationToken).ConfigureAwait(false) is { } last)
            {
                yield return new StreamingChatMessageContent(last.Role, last.Content, chunk?.InnerContent, modelId: chunk?.ModelId, metadata: chunk?.Metadata);
                yield break;
            }
        }
    }

    private static bool MayInvoke(FunctionRound round) => round.AutoInvoke && round.Index < MaxRounds && Depth.Value < MaxDepth;

    private static ChatMessageContent? CallsOf(ChatMessageContent[] messages) =>
        messages.FirstOrDefault(message => message.Items.Any(item => item is FunctionCallContent));

    private static async Task<ChatMessageContent?> AnswerAsync(
        ChatMessageContent calling,
        ChatHistory history,
        FunctionRound round,
        PromptExecutionSettings? settings,
        Kernel kernel,
        bool isStreaming,
        CancellationToken cancellationToken)
    {
        Depth.Value++;
        return await new FunctionCallInvoker(kernel, settings, isStreaming)
            .AnswerAsync(calling, history, round, cancellationToken).ConfigureAwait(false);
    }
}
