using System.Collections.Concurrent;
using System.Text.Json;
using Chameleon.Connector;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;

namespace Chameleon.Web.Answers;

/// <summary>
/// Lets the model answer, page or no page, and knows what is under way. Disposing stops it all and waits until it is kept.
/// Thread-safe.
/// </summary>
/// <param name="generator">Makes each answer.</param>
/// <param name="chats">Keeps what was said.</param>
/// <param name="feed">Told what happens.</param>
/// <param name="host">Whose model answers.</param>
/// <param name="log">Told when an answer could not be kept.</param>
internal sealed class AnswerDesk(
    AnswerGenerator generator,
    ChatStore chats,
    ConversationFeed feed,
    ChameleonEngineHost host,
    ILogger<AnswerDesk> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<MessageId, LiveAnswer> live = [];
    private readonly ConcurrentDictionary<MessageId, Task> running = [];

    /// <summary>An answer under way; null when it is over, or somebody else's.</summary>
    public LiveAnswer? Find(UserId user, MessageId answer) => live.TryGetValue(answer, out var found) && found.User == user ? found : null;

    /// <summary>Begins an answer beside any that there are already; returns when it is under way.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="conversation">Where.</param>
    /// <param name="question">The message to answer.</param>
    /// <param name="settings">How.</param>
    public async Task AskAsync(UserId user, ConversationId conversation, MessageId question, AnswerSettings settings)
    {
        var seeded = settings with { Seed = settings.Seed ?? Random.Shared.Next() };
        var answer = new NewAnswer(host.ModelId, seeded.Seed, JsonSerializer.Serialize(settings));
        var writer = await chats.BeginAnswerAsync(user, conversation, question, answer);
        var message = writer.Message.Id;
        live[message] = new LiveAnswer(user, writer);
        feed.Tell(conversation);
        running[message] = Task.Run(() => AnswerAsync(conversation, seeded, writer));
        _ = running[message].ContinueWith(_ => running.TryRemove(message, out var _), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var answer in live.Values)
        {
            answer.Stop();
        }

        await Task.WhenAll(running.Values);
    }

    private async Task AnswerAsync(ConversationId conversation, AnswerSettings settings, AnswerWriter writer)
    {
        using var answer = live[writer.Message.Id];
        await using (writer)
        {
            try
            {
                await generator.AnswerAsync(answer, writer, conversation, settings);
            }
            catch (Exception exception)
            {
                log.LogError(exception, "An answer could not be kept.");
            }
        }

        live.TryRemove(writer.Message.Id, out _);
        answer.End();
        feed.Tell(conversation);
    }
}
