using Chameleon.Web.Answers;
using Chameleon.Web.Components.Chat;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Components;

public sealed class ChatPageTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    [Fact]
    public async Task A_page_that_comes_in_the_middle_of_an_answer_shows_it_and_its_end()
    {
        Host.Model.HoldAfter(6);
        var conversation = await AskAsync();
        var page = Render<ChatPage>(p => p.Add(c => c.Id, conversation.Value));

        page.WaitForAssertion(() => Assert.StartsWith("I can", page.Find(".answer").TextContent.Trim(), StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        Assert.Equal("true", page.Find(".answer").GetAttribute("aria-busy"));
        Assert.NotNull(page.Find("[data-stop]"));
        Host.Model.Release();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".facts")), TimeSpan.FromMinutes(1));
        Assert.Equal("false", page.Find(".answer").GetAttribute("aria-busy"));
        Assert.StartsWith("Answer complete.", page.FindAll("p[role=status]")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ends_the_answer_and_says_so()
    {
        Host.Model.HoldAfter(6);
        var conversation = await AskAsync();
        var page = Render<ChatPage>(p => p.Add(c => c.Id, conversation.Value));

        await ActAsync(page, "[data-stop]", button => button.Click());

        page.WaitForAssertion(() => Assert.Contains("Stopped.", page.Find(".message.model").TextContent, StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        Host.Model.Release();
        Assert.Empty(page.FindAll("[data-stop]"));
    }

    [Fact]
    public async Task A_long_conversation_shows_its_end_and_the_rest_when_it_is_wanted()
    {
        var conversation = (await Chats.CreateAsync(UserId.Local, "Long")).Id;
        MessageId? last = null;
        for (var i = 0; i < 30; i++)
        {
            last = (await Chats.AddMessageAsync(UserId.Local, conversation, last, i % 2 == 0 ? MessageRole.User : MessageRole.Assistant, [new TextPart($"message {i}")])).Id;
        }

        var page = Render<ChatPage>(p => p.Add(c => c.Id, conversation.Value));
        page.WaitForAssertion(() => Assert.Equal(24, page.FindAll(".message").Count));
        Assert.Contains("message 29", page.FindAll(".message")[^1].TextContent, StringComparison.Ordinal);

        await ActAsync(page, "[data-earlier]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(30, page.FindAll(".message").Count));
    }

    [Fact]
    public void A_conversation_that_is_not_there_is_a_new_one()
    {
        Render<ChatPage>(p => p.Add(c => c.Id, 123456789L));

        Assert.EndsWith("/", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private async Task<ConversationId> AskAsync() => await Services.GetRequiredService<ChatService>()
        .SayAsync(UserId.Local, null, null, [new TextPart("What can you do?")], new AnswerSettings { Kind = AnswerKind.Text });
}
