using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Conversations with the demo model, as the field's own suite for chat clients has them.</summary>
public sealed class ChatClientConversationTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const string Greeting = "Hello! Show me a picture of shapes, or ask me to draw one.";

    private ChameleonChatClient Client { get; } = new(demo.Host);

    [Fact]
    public async Task One_message_gets_an_answer()
    {
        var response = await Client.GetResponseAsync("Hello!", Greedy);
        Assert.Equal(Greeting, response.Text);
        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.Equal(response.ResponseId, message.MessageId);
        Assert.Equal((ChatFinishReason.Stop, "chameleon-tiny"), (response.FinishReason, response.ModelId));
        Assert.IsType<GenerationUpdate.Finished>(Assert.IsType<ChameleonUpdate>(response.RawRepresentation).Step);
    }

    [Fact]
    public async Task Several_messages_are_one_conversation()
    {
        ChatMessage[] messages =
        [
            User(Picture("two-shapes.png"), new TextContent("What do you see?")),
            Assistant(new TextContent("I see a big green square on the left and a small orange circle on the right, on a white background.")),
            User("Is there an orange circle?"),
        ];
        Assert.Equal("Yes, there is an orange circle.", (await Client.GetResponseAsync(messages, Greedy)).Text);
    }

    [Fact]
    public async Task Messages_without_contents_are_as_if_they_were_not_there()
    {
        ChatMessage[] messages = [new(ChatRole.System, []), new(ChatRole.User, []), new(ChatRole.Assistant, []), User("Hello!"), User("")];
        Assert.Equal(Greeting, (await Client.GetResponseAsync(messages, Greedy)).Text);
    }

    [Fact]
    public async Task A_stream_gives_the_answer_piece_by_piece()
    {
        var updates = await Client.GetStreamingResponseAsync("Hello!", Greedy).ListAsync();
        Assert.Equal(Greeting, string.Concat(updates.Select(update => update.Text)));
        Assert.True(updates.Count(update => update.Text.Length > 0) > 5);
    }

    [Fact]
    public async Task Usage_is_told_once_and_adds_up()
    {
        var response = await Client.GetResponseAsync([User(Picture("red-star.png"), new TextContent("What do you see in this image?"))], Greedy);
        var usage = response.Usage!;
        Assert.Equal(usage.TotalTokenCount, usage.InputTokenCount + usage.OutputTokenCount);
        Assert.Equal(258, usage.AdditionalCounts![ChameleonUsageNames.InputPictureTokens]);
        Assert.Equal(0, usage.AdditionalCounts[ChameleonUsageNames.OutputPictureTokens]);
        Assert.Equal(usage.InputTokenCount, usage.InputTextTokenCount + 258);
        Assert.Equal((0, usage.OutputTokenCount), (usage.CachedInputTokenCount, usage.OutputTextTokenCount));
    }

    [Fact]
    public async Task Usage_is_told_at_the_end_of_a_stream_and_sums_over_several_answers()
    {
        var updates = await Client.GetStreamingResponseAsync("Hello!", Greedy).ListAsync();
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>());
        var last = updates[^1];
        Assert.Equal(ChatFinishReason.Stop, last.FinishReason);
        Assert.All(updates[..^1], update => Assert.Null(update.FinishReason));
        var usage = Assert.Single(last.Contents.OfType<UsageContent>()).Details;
        var sum = new UsageDetails();
        sum.Add(usage);
        sum.Add(usage);
        Assert.Equal(2 * usage.InputTokenCount, sum.InputTokenCount);
        Assert.Equal(0, sum.AdditionalCounts![ChameleonUsageNames.InputPictureTokens]);
    }

    [Fact]
    public async Task A_streamed_answer_joins_the_history_and_is_talked_about()
    {
        List<ChatMessage> history = [User("Draw a big red heart in the center, on a white background.")];
        history.AddMessages(await Client.GetStreamingResponseAsync(history, Drawing).ListAsync());
        Assert.Equal(2, history.Count);
        Assert.IsType<DataContent>(Assert.Single(history[1].Contents));
        history.Add(User("What color is the heart?"));
        Assert.Equal("The heart is red.", (await Client.GetResponseAsync(history, Greedy)).Text);
    }

    [Fact]
    public async Task A_picture_is_described()
    {
        var response = await Client.GetResponseAsync([User(Picture("red-star.png"), new TextContent("What do you see in this image?"))], Greedy);
        Assert.Equal("I see a big red star in the center, on a white background.", response.Text);
    }

    [Fact]
    public async Task Answers_vary_without_a_seed_and_say_which_they_took()
    {
        var seeds = new HashSet<object?>();
        var texts = new HashSet<string>();
        for (var i = 0; i < 6; i++)
        {
            var response = await Client.GetResponseAsync("What can you do?", new ChatOptions { Temperature = 50, TopP = 1, MaxOutputTokens = 20 });
            seeds.Add(response.Messages[0].AdditionalProperties![ChameleonUsageNames.Seed]);
            texts.Add(response.Text);
        }

        Assert.Equal((6, 6), (seeds.Count, texts.Count));
        var told = (long)seeds.First()!;
        var again = new ChatOptions { Temperature = 50, TopP = 1, MaxOutputTokens = 20, Seed = told };
        Assert.Contains((await Client.GetResponseAsync("What can you do?", again)).Text, texts);
    }

    [Fact]
    public async Task Times_are_told_beside_the_counts_that_can_be_summed()
    {
        var response = await Client.GetResponseAsync("Hello!", Greedy);
        var (queue, first, total) = (Seconds(ChameleonUsageNames.QueueSeconds), Seconds(ChameleonUsageNames.FirstTokenSeconds), Seconds(ChameleonUsageNames.TotalSeconds));
        Assert.True(queue >= 0 && queue <= first && first <= total && total > 0, $"{queue} {first} {total}");
        Assert.Equal(2, response.Usage!.AdditionalCounts!.Count);

        double Seconds(string name) => Assert.IsType<double>(response.Messages[0].AdditionalProperties![name]);
    }

    [Fact]
    public async Task An_answer_that_is_cut_short_says_so()
    {
        var options = Greedy;
        options.MaxOutputTokens = 3;
        var response = await Client.GetResponseAsync("Hello!", options);
        Assert.Equal((ChatFinishReason.Length, 3), (response.FinishReason!.Value, (int)response.Usage!.OutputTokenCount!));
    }

    [Fact]
    public async Task The_next_turn_of_a_cache_scope_computes_only_what_is_new()
    {
        var scope = Guid.NewGuid().ToString();
        var options = new ChatOptions { Seed = 3, MaxOutputTokens = 60 }.With(ChameleonOptionNames.CacheScope, scope);
        List<ChatMessage> history = [User(Picture("three-shapes.jpg"), new TextContent("What do you see?"))];
        for (var turn = 0; turn < 3; turn++)
        {
            var response = await Client.GetResponseAsync(history, options);
            history.AddMessages(response);
            history.Add(User("Where is the circle?"));
            var next = await Client.GetResponseAsync(history, options);

            // All but the piece of a block at the end of what is known.
            var known = response.Usage!.InputTokenCount + response.Usage.OutputTokenCount - 1;
            Assert.Equal(known / 32 * 32, next.Usage!.CachedInputTokenCount);
        }
    }

    [Fact]
    public async Task Without_a_scope_nothing_is_shared()
    {
        await Client.GetResponseAsync("What can you do for me, and how many shapes are there? What can you do for me, and what is it?", Greedy);
        var again = await Client.GetResponseAsync("What can you do for me, and how many shapes are there? What can you do for me, and what is it?", Greedy);
        Assert.Equal(0, again.Usage!.CachedInputTokenCount);
    }

    [Fact]
    public async Task A_client_of_one_user_may_have_a_scope_of_its_own()
    {
        var mine = new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { CacheScope = Guid.NewGuid().ToString() });
        const string Text = "What can you do for me, and how many shapes are there? What can you do for me, and what is it?";
        await mine.GetResponseAsync(Text, Greedy);
        Assert.InRange((await mine.GetResponseAsync(Text, Greedy)).Usage!.CachedInputTokenCount!.Value, 32, 1000);
        Assert.Equal(0, (await Client.GetResponseAsync(Text, Greedy)).Usage!.CachedInputTokenCount);
    }
}
