using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Agents.Chat;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>Agents on the demo model.</summary>
public sealed class AgentTests(DemoHost demo) : IClassFixture<DemoHost>
{
    [Fact]
    public async Task An_agent_sees_the_pictures_of_its_thread()
    {
        var replies = await Agent("Viewer", Greedy).InvokeAsync(User(RedStar, new TextContent(Look))).ToListAsync();
        var reply = Assert.Single(replies).Message;
        Assert.Equal((RedStarSeen, "Viewer"), (reply.Content, reply.AuthorName));
    }

    [Fact]
    public async Task An_agents_picture_stays_in_the_thread_and_is_seen_on_the_next_turn()
    {
        var thread = new ChatHistoryAgentThread();
        var scope = Guid.NewGuid().ToString();
        await Agent("Painter", InScope(Drawing, scope)).InvokeAsync(User(new TextContent(DrawHeart)), thread).ToListAsync();
        Assert.IsType<ImageContent>(Assert.Single(thread.ChatHistory[1].Items));
        var reply = Assert.Single(await Agent("Painter", InScope(Greedy, scope)).InvokeAsync(User(new TextContent(Look)), thread).ToListAsync());
        var usage = ((ChameleonMetadata)reply.Message.Metadata!).Usage!;
        Assert.Equal(258, usage.AdditionalCounts![ChameleonUsageNames.InputPictureTokens]);
        Assert.Equal(4, thread.ChatHistory.Count);
    }

    [Fact]
    public async Task A_streaming_agent_shows_its_pictures_and_Semantic_Kernel_forgets_them()
    {
        var thread = new ChatHistoryAgentThread();
        var chunks = await Agent("Painter", Drawing).InvokeStreamingAsync(User(new TextContent(DrawHeart)), thread).ToListAsync();
        Assert.Single(chunks.SelectMany(chunk => chunk.Message.Items).OfType<StreamingChameleonImageContent>());
        Assert.DoesNotContain(thread.ChatHistory[1].Items, item => item is ImageContent);
    }

    [Fact]
    public async Task StreamWithPicturesAsync_keeps_the_pictures_in_the_thread()
    {
        var thread = new ChatHistoryAgentThread();
        var settings = Mixed;
        settings.PreviewEvery = 64;
        var chunks = await Agent("Painter", settings).StreamWithPicturesAsync(User(new TextContent(DrawAndTell)), thread).ToListAsync();
        Assert.Equal(2, thread.ChatHistory.Count);
        var whole = Assert.Single(await Agent("Painter", Mixed).InvokeAsync(User(new TextContent(DrawAndTell))).ToListAsync()).Message;
        var kept = thread.ChatHistory[1];
        Assert.Equal(whole.Items.Select(Described), kept.Items.Select(Described));
        Assert.Contains(kept.Items, item => item is ImageContent);
        Assert.Equal((AuthorRole.Assistant, "Painter", "chameleon-tiny"), (kept.Role, kept.AuthorName, kept.ModelId));
        Assert.Equal("stop", ((ChameleonMetadata)kept.Metadata!).FinishReason);
        Assert.All(chunks, chunk => Assert.Same(thread, chunk.Thread));
    }

    [Fact]
    public async Task StreamWithPicturesAsync_begins_a_thread_where_there_is_none()
    {
        var chunks = await Agent("Painter", Drawing).StreamWithPicturesAsync(User(new TextContent(DrawHeart))).ToListAsync();
        var thread = Assert.IsType<ChatHistoryAgentThread>(chunks[0].Thread);
        Assert.IsType<ImageContent>(Assert.Single(thread.ChatHistory[1].Items));
    }

    [Fact]
    public async Task StreamWithPicturesAsync_leaves_an_answer_of_text_to_the_agent()
    {
        var (plain, ours) = (new ChatHistoryAgentThread(), new ChatHistoryAgentThread());
        await Agent("Viewer", Greedy).InvokeStreamingAsync(User(new TextContent("Hello!")), plain).ToListAsync();
        await Agent("Viewer", Greedy).StreamWithPicturesAsync(User(new TextContent("Hello!")), ours).ToListAsync();
        Assert.Equal(plain.ChatHistory.Select(message => message.ToString()), ours.ChatHistory.Select(message => message.ToString()));
    }

    [Fact]
    public async Task StreamWithPicturesAsync_leaves_the_thread_alone_when_nobody_reads_on()
    {
        var thread = new ChatHistoryAgentThread();
        await foreach (var chunk in Agent("Painter", Drawing).StreamWithPicturesAsync(User(new TextContent(DrawHeart)), thread))
        {
            break;
        }

        Assert.Single(thread.ChatHistory);
    }

    [Fact]
    public void StreamWithPicturesAsync_needs_a_thread_that_it_can_write_to()
    {
        var agent = Agent("Painter", Drawing);
        Assert.Throws<ArgumentException>(() => { agent.StreamWithPicturesAsync(User(new TextContent(DrawHeart)), new OtherThread()); });
        Assert.Throws<ArgumentNullException>(() => { agent.StreamWithPicturesAsync((ChatMessageContent)null!); });
        Assert.Throws<ArgumentNullException>(() => { ((ChatCompletionAgent)null!).StreamWithPicturesAsync(User(new TextContent(DrawHeart))); });
    }

    [Fact]
    public async Task Two_agents_in_a_group_chat_pass_pictures()
    {
        var chat = new AgentGroupChat(Agent("Painter", Drawing), Agent("Critic", Greedy))
        {
            ExecutionSettings = new AgentGroupChatSettings { TerminationStrategy = new AfterTwo() },
        };
        chat.AddChatMessage(User(new TextContent(DrawHeart)));
        var replies = await chat.InvokeAsync().ToListAsync();
        Assert.Equal(["Painter", "Critic"], replies.Select(reply => reply.AuthorName));
        Assert.IsType<ImageContent>(Assert.Single(replies[0].Items));
        Assert.Equal(258, ((ChameleonMetadata)replies[1].Metadata!).Usage!.AdditionalCounts![ChameleonUsageNames.InputPictureTokens]);
    }

    [Fact]
    public async Task An_agent_on_a_chat_client_keeps_pictures_when_it_does_not_stream()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatClient(demo.Host);
        var agent = new ChatCompletionAgent { Name = "Painter", Kernel = builder.Build(), Arguments = new KernelArguments(Drawing) };
        var reply = Assert.Single(await agent.InvokeAsync(User(new TextContent(DrawHeart))).ToListAsync());
        Assert.IsType<ImageContent>(Assert.Single(reply.Message.Items));
    }

    private static ChameleonPromptExecutionSettings InScope(ChameleonPromptExecutionSettings settings, string scope)
    {
        settings.CacheScope = scope;
        return settings;
    }

    private static string Described(KernelContent item) => item switch
    {
        ImageContent image => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(image.Data!.Value.Span)),
        _ => item.ToString()!,
    };

    private ChatCompletionAgent Agent(string name, PromptExecutionSettings settings) =>
        new() { Name = name, Kernel = Kernel(demo.Host), Arguments = new KernelArguments(settings) };

    private sealed class AfterTwo : TerminationStrategy
    {
        protected override Task<bool> ShouldAgentTerminateAsync(Agent agent, IReadOnlyList<ChatMessageContent> history, CancellationToken cancellationToken) =>
            Task.FromResult(agent.Name == "Critic");
    }

    private sealed class OtherThread : AgentThread
    {
        protected override Task<string?> CreateInternalAsync(CancellationToken cancellationToken) => Task.FromResult<string?>("other");

        protected override Task DeleteInternalAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override Task OnNewMessageInternalAsync(ChatMessageContent newMessage, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
