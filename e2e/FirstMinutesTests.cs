using System.Text.RegularExpressions;
using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

public sealed partial class FirstMinutesTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_new_person_tries_the_examples_asks_and_finds_it_all_again()
    {
        var page = await site.OpenAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What shall we look at?" })).ToBeVisibleAsync();

        await page.Locator(".example").First.ClickAsync();
        await page.AnsweredAsync(1);
        await Assertions.Expect(page).ToHaveURLAsync(Conversation());
        await Assertions.Expect(page.LastAnswer()).ToContainTextAsync(Something());
        await Assertions.Expect(page.LastAnswer().Locator(".facts")).ToContainTextAsync("tokens");

        await page.TextOnlyAsync();
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(2);

        await page.Locator(".message.person [data-lightbox]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#lightbox")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#lightbox")).ToBeHiddenAsync();

        await page.Locator("[data-new-chat]").ClickAsync();
        await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
        await page.Locator("#search").FillAsync("What can you");
        await page.Locator(".hit a").First.ClickAsync();
        await page.AnsweredAsync(2);

        await page.ReloadAsync();
        await Site.ReadyAsync(page);
        await page.AnsweredAsync(2);
    }

    [Fact]
    public async Task Whoever_scrolls_up_in_a_long_conversation_meets_its_beginning()
    {
        var chats = site.Services.GetRequiredService<ChatStore>();
        var conversation = await chats.CreateAsync(UserId.Local, "long");
        MessageId? last = null;
        for (var i = 0; i < 60; i++)
        {
            last = (await chats.AddMessageAsync(UserId.Local, conversation.Id, last, i % 2 == 0 ? MessageRole.User : MessageRole.Assistant, [new TextPart($"Message {i}.")])).Id;
        }

        var page = await site.OpenAsync($"/c/{conversation.Id}");
        await Assertions.Expect(page.Locator(".message")).ToHaveCountAsync(24);
        await Assertions.Expect(page.GetByText("Message 59.")).ToBeInViewportAsync();
        foreach (var shown in (int[])[48, 60])
        {
            await page.Locator(".scroller").EvaluateAsync("scroller => scroller.scrollTop = 0");
            await Assertions.Expect(page.Locator(".message")).ToHaveCountAsync(shown);
        }

        await Assertions.Expect(page.Locator("[data-earlier]")).ToHaveCountAsync(0);
        await page.Locator(".scroller").EvaluateAsync("scroller => scroller.scrollTop = 0");
        await Assertions.Expect(page.GetByText("Message 0.")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_conversation_is_renamed_deleted_and_had_back()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(1);
        var address = page.Url;

        await page.Locator(".conversation.current").HoverAsync();
        await page.Button("Rename “What can you do?”").First.ClickAsync();
        await page.Locator(".rename input").FillAsync("Renamed");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Renamed");

        await page.Button("Delete “Renamed”").ClickAsync();
        await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
        await page.Button("Undo").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(address);
        await page.AnsweredAsync(1);
    }

    [GeneratedRegex("/c/\\d+$")]
    private static partial Regex Conversation();

    [GeneratedRegex("\\w+ \\w+")]
    private static partial Regex Something();
}
