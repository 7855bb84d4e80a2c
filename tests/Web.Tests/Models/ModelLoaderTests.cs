using System.Runtime.CompilerServices;
using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Chameleon.Web.Answers;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chameleon.Web.Tests.Models;

/// <summary>Models that come and go while people talk to them. A program of its own for each test.</summary>
public sealed class ModelLoaderTests : IAsyncLifetime
{
    private readonly WebHost host = new();

    private ModelLoader Loader => host.Services.GetRequiredService<ModelLoader>();

    private ChameleonEngineHost Engines => host.Services.GetRequiredService<ChameleonEngineHost>();

    private ChatStore Chats => host.Services.GetRequiredService<ChatStore>();

    private ConversationFeed Feed => host.Services.GetRequiredService<ConversationFeed>();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Another_model_answers_from_then_on()
    {
        Loader.Switch(SampleModels.Folder, "small", new());
        await Engines.GetEngineAsync();
        Assert.Equal(("small", SampleModels.Folder), (Loader.ModelId, Loader.Folder));
        Assert.False(Loader.Model!.CanDraw);
        var answer = await AnswerAsync();
        Assert.Equal(MessageState.Done, answer.State);
        Assert.Equal("small", answer.Model);
    }

    [Fact]
    public async Task An_answer_whose_model_goes_ends_with_a_sentence()
    {
        var services = host.Services;
        var generator = new AnswerGenerator(
            new ClientOfAGoneModel(Engines), Engines, Chats, services.GetRequiredService<MessageHistory>(), services.GetRequiredService<DataStore>().Pictures, services.GetRequiredService<GalleryFeed>(), NullLogger<AnswerGenerator>.Instance);
        await using var desk = new AnswerDesk(generator, Chats, Feed, Engines, NullLogger<AnswerDesk>.Instance);
        var conversation = (await Chats.CreateAsync(UserId.Local, "Gone")).Id;
        var question = await Chats.AddMessageAsync(UserId.Local, conversation, null, MessageRole.User, [new TextPart("Hello!")]);
        await desk.AskAsync(UserId.Local, conversation, question.Id, AnswerSettings.Default);
        var answer = await AnsweredAsync(conversation);
        Assert.Equal(MessageState.Failed, answer.State);
        Assert.Contains("unloaded or changed", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unloaded_model_comes_back_when_it_is_asked_something()
    {
        await Loader.UnloadAsync();
        Assert.True(Loader.IsUnloaded);
        Assert.Null(Loader.Model);
        Assert.Equal(MessageState.Done, (await AnswerAsync()).State);
        Assert.False(Loader.IsUnloaded);
    }

    [Fact]
    public async Task The_api_wakes_an_unloaded_model_and_asks_for_patience()
    {
        await Loader.UnloadAsync();
        using var client = host.Client();
        using var body = new StringContent("""{"messages":[{"role":"user","content":"Hello!"}]}""", System.Text.Encoding.UTF8, "application/json");
        var answer = await client.PostAsync("/v1/chat/completions", body);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.False(Loader.IsUnloaded);
        await Engines.GetEngineAsync();
        Assert.NotNull(Loader.Model);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_says_so_and_another_one_takes_its_place()
    {
        var failed = Seen(() => Loader.Problem is not null);
        Loader.Switch("/nowhere", "gone", new());
        await failed;
        Assert.Contains("/nowhere", Loader.Problem, StringComparison.Ordinal);

        Loader.Switch(SampleModels.Folder, "small", new());
        Assert.Null(Loader.Problem);
        await Engines.GetEngineAsync();
        Assert.Null(Loader.Problem);
    }

    private Task Seen(Func<bool> what)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loader.Changed += Look;
        return seen.Task;

        void Look()
        {
            if (what())
            {
                Loader.Changed -= Look;
                seen.TrySetResult();
            }
        }
    }

    /// <summary>Asks something and waits for the answer's end.</summary>
    private async Task<StoredMessage> AnswerAsync() => await AnsweredAsync(await host.Services.GetRequiredService<ChatService>()
        .SayAsync(UserId.Local, null, null, [new TextPart("What can you do?")], new AnswerSettings { Kind = AnswerKind.Text, MaxTokens = 12 }));

    private async Task<StoredMessage> AnsweredAsync(ConversationId conversation)
    {
        using var changed = new SemaphoreSlim(0);
        void Look(ConversationId which) => changed.Release();
        Feed.Changed += Look;
        try
        {
            while (true)
            {
                var last = (await Chats.ReadAsync(UserId.Local, conversation, 10)).Messages[^1];
                if (last.Role == MessageRole.Assistant && last.State != MessageState.Streaming)
                {
                    return last;
                }

                await changed.WaitAsync();
            }
        }
        finally
        {
            Feed.Changed -= Look;
        }
    }

    /// <summary>Asks an engine that was unloaded a moment ago.</summary>
    private sealed class ClientOfAGoneModel(ChameleonEngineHost host) : DelegatingChatClient(new ChameleonChatClient(host))
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var engine = await host.GetEngineAsync(cancellationToken);
            await host.UnloadAsync();
            await foreach (var _ in engine.GenerateAsync([new PromptPart.Text("Hello!")], cancellationToken: cancellationToken))
            {
                yield return new ChatResponseUpdate();
            }
        }
    }
}
