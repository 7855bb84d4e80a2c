using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>
/// Sends answers as they are made. What fails before the first news is an ordinary error with its status; what fails later
/// is told in the stream. Whoever hangs up ends what runs for them.
/// </summary>
internal static class AnswerStream
{
    /// <summary>Sends them.</summary>
    /// <param name="context">The request.</param>
    /// <param name="client">Who answers.</param>
    /// <param name="ask">What was asked.</param>
    /// <param name="shape">Makes the shape in which they go out, once it is known who answers and when.</param>
    /// <param name="log">Told what nobody foresaw.</param>
    public static async Task SendAsync(
        HttpContext context, IChatClient client, ChatAsk ask, Func<EventStream, ChatResponseUpdate, IChunks> shape, ILogger log)
    {
        await using var updates = Choices.StreamAsync(client, ask, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        if (!await updates.MoveNextAsync())
        {
            throw new InvalidOperationException("An answer without an end.");
        }

        using var events = new EventStream(context);
        events.Begin();
        try
        {
            await SendAllAsync(updates, events, shape(events, updates.Current.Update), ask);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            events.Fail(ApiErrors.Tell(exception, log));
        }

        await events.FlushAsync();
    }

    private static async Task SendAllAsync(IAsyncEnumerator<ChoiceUpdate> updates, EventStream events, IChunks chunks, ChatAsk ask)
    {
        var usage = new UsageTotal();
        chunks.Begin();
        ValueTask<bool> next;
        do
        {
            Send(updates.Current, events, chunks, usage);
            next = updates.MoveNextAsync();
            if (!next.IsCompleted)
            {
                // Nothing more is there yet: what was written goes out together.
                await events.FlushAsync();
            }
        }
        while (await next);

        if (ask.TellsUsage)
        {
            chunks.WriteUsage(usage);
        }

        events.Done();
    }

    private static void Send(ChoiceUpdate news, EventStream events, IChunks chunks, UsageTotal usage)
    {
        var update = news.Update;
        switch (update.RawRepresentation)
        {
            case ChameleonUpdate { Step: GenerationUpdate.Queued queued }:
                events.Comment($"queued, {queued.Ahead} before this one");
                break;
            case ChameleonUpdate { Step: GenerationUpdate.Text { Choices: { Count: > 0 } tokens } }:
                chunks.Tell(news.Choice, tokens);
                break;
        }

        foreach (var content in update.Contents)
        {
            if (content is UsageContent { Details: var details })
            {
                usage.Add(details);
            }
            else
            {
                chunks.Write(news.Choice, content);
            }
        }

        if (update.FinishReason is { } reason)
        {
            chunks.End(news.Choice, reason);
        }
    }
}
