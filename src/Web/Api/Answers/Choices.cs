using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Has one request answered as often as it asks for; the answers are made side by side, and end together.</summary>
internal static class Choices
{
    private const int Buffered = 64;

    /// <summary>The whole answers.</summary>
    public static async Task<ChatResponse[]> AnswerAsync(IChatClient client, ChatAsk ask, CancellationToken cancellationToken)
    {
        if (ask.Choices == 1)
        {
            return [await client.GetResponseAsync(ask.Messages, ask.Options, cancellationToken)];
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await EndTogetherAsync(
            Enumerable.Range(0, ask.Choices).Select(choice => client.GetResponseAsync(ask.Messages, ask.OptionsOf(choice), stop.Token)), stop);
    }

    /// <summary>The answers as they come.</summary>
    public static IAsyncEnumerable<ChoiceUpdate> StreamAsync(IChatClient client, ChatAsk ask, CancellationToken cancellationToken) =>
        ask.Choices == 1 ? StreamOneAsync(client, ask, 0, cancellationToken) : StreamAllAsync(client, ask, cancellationToken);

    private static async IAsyncEnumerable<ChoiceUpdate> StreamOneAsync(
        IChatClient client, ChatAsk ask, int choice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in client.GetStreamingResponseAsync(ask.Messages, ask.OptionsOf(choice), cancellationToken))
        {
            yield return new ChoiceUpdate(choice, update);
        }
    }

    private static async IAsyncEnumerable<ChoiceUpdate> StreamAllAsync(
        IChatClient client, ChatAsk ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var updates = Channel.CreateBounded<ChoiceUpdate>(new BoundedChannelOptions(Buffered) { SingleReader = true });
        var all = RunAsync();
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return update;
            }
        }
        finally
        {
            // Whoever leaves early ends them all, and waits until they have ended.
            await stop.CancelAsync();
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task RunAsync()
        {
            try
            {
                await EndTogetherAsync(Enumerable.Range(0, ask.Choices).Select(WriteAsync), stop);
                updates.Writer.Complete();
            }
            catch (Exception exception)
            {
                updates.Writer.Complete(exception);
            }
        }

        async Task<bool> WriteAsync(int choice)
        {
            await foreach (var update in StreamOneAsync(client, ask, choice, stop.Token))
            {
                await updates.Writer.WriteAsync(update, stop.Token);
            }

            return true;
        }
    }

    /// <summary>Waits for all; the first that fails ends the others, and is what is told.</summary>
    private static async Task<T[]> EndTogetherAsync<T>(IEnumerable<Task<T>> answers, CancellationTokenSource stop)
    {
        Task<T>[] running = [.. answers];
        var left = running.ToList();
        while (left.Count > 0)
        {
            var ended = await Task.WhenAny(left);
            left.Remove(ended);
            if (!ended.IsCompletedSuccessfully)
            {
                await stop.CancelAsync();
                await ((Task)Task.WhenAll(left)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return [await ended];
            }
        }

        return await Task.WhenAll(running);
    }
}
