using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>
/// Answers the calls of a message through the kernel and its filters. Every call gets an answer in the history, if only
/// why it could not be made, so that the model can correct itself.
/// </summary>
/// <param name="kernel">Whose functions and filters.</param>
/// <param name="settings">Settings of the conversation, for the filters.</param>
/// <param name="isStreaming">Whether the caller streams, for the filters.</param>
internal sealed class FunctionCallInvoker(Kernel kernel, PromptExecutionSettings? settings, bool isStreaming)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds the message and the answers to its calls to the history.</summary>
    /// <returns>The last answer, when a filter ended the conversation; otherwise null.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ChatMessageContent?> AnswerAsync(
        ChatMessageContent message, ChatHistory history, FunctionRound round, CancellationToken cancellationToken)
    {
        history.Add(message);
        FunctionCallContent[] calls = [.. FunctionCallContent.GetFunctionCalls(message)];
        var atOnce = round.Behavior.AllowConcurrentInvocation && calls.Length > 1;
        var answers = calls.Select((call, index) => (Func<Task<Answer>>)(() => InvokeAsync(call, index))).ToArray();
        var running = atOnce ? Array.ConvertAll(answers, answer => answer()) : null;
        for (var index = 0; index < calls.Length; index++)
        {
            var answer = await (running?[index] ?? answers[index]()).ConfigureAwait(false);
            history.Add(ToMessage(calls[index], answer.Result));
            if (answer.Terminate)
            {
                await WaitForOthersAsync(running).ConfigureAwait(false);
                return history[^1];
            }
        }

        return null;

        Task<Answer> InvokeAsync(FunctionCallContent call, int index)
        {
            if (WhyNot(call, round, out var function) is { } why)
            {
                return Task.FromResult(new Answer(why, false));
            }

            var context = new AutoFunctionInvocationContext(
                kernel, function!, new FunctionResult(function!) { Culture = kernel.Culture }, history, message)
            {
                Arguments = call.Arguments,
                RequestSequenceIndex = round.Index,
                FunctionSequenceIndex = index,
                FunctionCount = calls.Length,
                ToolCallId = call.Id,
                IsStreaming = isStreaming,
                ExecutionSettings = settings,
                CancellationToken = cancellationToken,
            };
            return InvokeFilteredAsync(context, cancellationToken);
        }
    }

    private static async Task WaitForOthersAsync(Task<Answer>[]? running)
    {
        if (running is not null)
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private static ChatMessageContent ToMessage(FunctionCallContent call, object result) =>
        new(AuthorRole.Tool, result as string) { Items = { new FunctionResultContent(call, result) } };

    /// <summary>Text and pictures go to the model as they are, anything else as JSON.</summary>
    private static object ToResult(object? value) => value switch
    {
        null => "",
        string or ImageContent or AI.AIContent or IEnumerable<AI.AIContent> => value,
        ChatMessageContent message => message.ToString(),
        IEnumerable<ChatMessageContent> messages => string.Join(",", messages),
        _ => JsonSerializer.Serialize(value, Relaxed),
    };

    private string? WhyNot(FunctionCallContent call, FunctionRound round, out KernelFunction? function)
    {
        function = null;
        return
            call.Exception is { } exception ? $"Error: Function call processing failed. Correct yourself. {exception.Message}" :
            !round.Functions.Contains(call) ? "Error: Function call request for a function that wasn't defined. Correct yourself." :
            !kernel.Plugins.TryGetFunction(call.PluginName, call.FunctionName, out function) ? "Error: Requested function could not be found. Correct yourself." :
            null;
    }

    private async Task<Answer> InvokeFilteredAsync(AutoFunctionInvocationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await FilterAsync(context, 0, cancellationToken).ConfigureAwait(false);
            return new Answer(ToResult(context.Result.GetValue<object>()), context.Terminate);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer($"Error: Exception while invoking function. {exception.Message}", context.Terminate);
        }
    }

    private async Task FilterAsync(AutoFunctionInvocationContext context, int index, CancellationToken cancellationToken)
    {
        if (index < kernel.AutoFunctionInvocationFilters.Count)
        {
            await kernel.AutoFunctionInvocationFilters[index]
                .OnAutoFunctionInvocationAsync(context, next => FilterAsync(next, index + 1, cancellationToken))
                .ConfigureAwait(false);
        }
        else if (!context.Terminate)
        {
            // Not with the conversation's settings: the called function would be offered to itself.
            context.Result = await context.Function.InvokeAsync(kernel, context.Arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    private readonly record struct Answer(object Result, bool Terminate);
}
