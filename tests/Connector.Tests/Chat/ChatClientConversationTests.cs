using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>What every chat client must do, with the demo model behind it.</summary>
public sealed class ChatClientConversationTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatClient Client { get; } = new(demo.Host);

    [Fact]
    public async Task One_message_gets_an_answer()
    {
        var response = await Client.GetResponseAsync("Hello!", Greedy);
        Assert.Equal("Hello! Show me a picture of shapes, or ask me to draw one.", response.Text);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal("chameleon-tiny", response.ModelId);
    }

    [Fact]
    public async Task A_picture_is_described()
    {
        var response = await Client.GetResponseAsync([User(Picture("red-star.png"), new TextContent("What do you see in this image?"))], Greedy);
        Assert.Equal("I see a big red star in the center, on a white background.", response.Text);
    }

    [Fact]
    public async Task A_picture_is_drawn_and_named()
    {
        var response = await Client.GetResponseAsync("Draw a big red heart in the center, on a white background.", Drawing);
        var picture = Assert.IsType<DataContent>(Assert.Single(Assert.Single(response.Messages).Contents));
        Assert.Equal(("image/png", "picture-1.png"), (picture.MediaType, picture.Name));
        var notes = PictureNotes.Read(picture.Data.Span)!;
        Assert.Equal(("Draw a big red heart in the center, on a white background.", 1L, "chameleon-tiny", 256), (notes.Prompt, notes.Seed!.Value, notes.Model, notes.Codes!.Count));
    }

    [Fact]
    public async Task A_drawn_picture_goes_back_as_the_codes_it_was_drawn_with()
    {
        List<ChatMessage> history = [new(ChatRole.User, "Draw a big red heart in the center, on a white background.")];
        var options = Drawing.With(ChameleonOptionNames.CacheScope, Guid.NewGuid().ToString());
        history.AddMessages(await Client.GetResponseAsync(history, options));
        history.Add(new(ChatRole.User, "What do you see in this image?"));
        var second = await Client.GetResponseAsync(history, Greedy.With(ChameleonOptionNames.CacheScope, options.AdditionalProperties![ChameleonOptionNames.CacheScope]));
        Assert.InRange(second.Usage!.CachedInputTokenCount!.Value, 256, second.Usage.InputTokenCount!.Value);
    }

    [Fact]
    public async Task The_stream_coalesced_is_the_response()
    {
        ChatMessage[] messages = [User(Picture("two-shapes.png"), new TextContent("What do you see?"))];
        var streamed = await Client.GetStreamingResponseAsync(messages, Greedy).ToChatResponseAsync();
        var whole = await Client.GetResponseAsync(messages, Greedy);
        Assert.Equal(whole.Text, streamed.Text);
        Assert.Equal(whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount);
    }
}
