using Chameleon.Connector;
using Chameleon.Connector.Remote;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Tests.Api;

/// <summary>Our own client of other servers finds in our server what it finds in them.</summary>
public sealed class RemoteClientTests(ApiSite site) : IClassFixture<ApiSite>
{
    [Fact]
    public async Task A_question_about_a_picture_is_answered_as_by_the_model_itself()
    {
        ChatMessage[] messages = [new(ChatRole.User, [new DataContent(ApiSite.Star, "image/png"), new TextContent("What do you see in this image?")])];
        using var client = new ChameleonRemoteChatClient(site.Address, ApiSite.Model);
        var far = await client.GetResponseAsync(messages, new ChatOptions { Temperature = 0 });
        var near = await site.Held.GetResponseAsync(messages, new ChatOptions { Temperature = 0 });

        Assert.Equal(near.Text, far.Text);
        Assert.Equal((near.FinishReason, near.Usage!.OutputTokenCount), (far.FinishReason, far.Usage!.OutputTokenCount));
    }

    [Fact]
    public async Task A_drawn_picture_comes_with_its_notes_and_in_its_place()
    {
        using var client = new ChameleonRemoteChatClient(site.Address, ApiSite.Model);
        var options = new ChatOptions { Seed = 5, AdditionalProperties = new() { [ChameleonOptionNames.Mode] = "picture" } };
        var answer = await client.GetResponseAsync([new(ChatRole.User, "Draw a big red star.")], options);

        var picture = Assert.Single(answer.Messages.SelectMany(message => message.Contents).OfType<DataContent>());
        Assert.Equal(("Draw a big red star.", 5L), (PictureNotes.Read(picture.Data.Span)!.Prompt, PictureNotes.Read(picture.Data.Span)!.Seed));
    }

    [Fact]
    public async Task Pictures_are_drawn()
    {
        using var generator = new ChameleonRemoteImageGenerator(site.Address, ApiSite.Model);
        var drawn = await generator.GenerateAsync(new ImageGenerationRequest("Draw a big red star."), new ImageGenerationOptions { Count = 2, ImageSize = new(32, 16) });

        Assert.Equal(2, drawn.Contents.OfType<DataContent>().Count());
        Assert.True(drawn.Usage!.OutputTokenCount > 0);
    }
}
