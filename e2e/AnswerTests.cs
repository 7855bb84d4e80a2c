using Chameleon.Web.Answers;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

public sealed class AnswerTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_drawing_is_seen_while_it_grows_and_can_be_looked_at_closely()
    {
        var page = await site.OpenAsync();
        await page.GetByText("Picture", new() { Exact = true }).First.ClickAsync();
        site.Model.HoldAfter(40);
        await page.SayAsync("Draw a big red heart in the center, on a white background.");

        var preview = page.Locator(".drawing img");
        await Assertions.Expect(preview).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.drawing img')?.naturalWidth === 64");
        Assert.StartsWith("/previews/", await preview.GetAttributeAsync("src"), StringComparison.Ordinal);
        site.Model.Release();

        await page.AnsweredAsync(1);
        await page.WaitForFunctionAsync("() => document.querySelector('.answer .picture img')?.naturalWidth === 64");
        await page.Locator(".answer [data-lightbox]").ClickAsync();
        await Assertions.Expect(page.Locator("#lightbox img")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Stop_ends_an_answer_and_the_next_one_comes()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        site.Model.HoldAfter(5);
        await page.SayAsync("What can you do?");
        await Assertions.Expect(page.LastAnswer()).ToContainTextAsync("I can");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.LastAnswer()).ToContainTextAsync("Stopped.");
        site.Model.Release();
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(2);
        await Assertions.Expect(page.LastAnswer()).Not.ToContainTextAsync("Stopped.");
    }

    [Fact]
    public async Task A_question_is_edited_and_both_branches_stay()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(1);

        await page.Locator(".message.person").HoverAsync();
        await page.Button("Edit").ClickAsync();
        var editor = page.Locator(".message [data-ready] .composer-text");
        await editor.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("How many shapes are there?");
        await page.Button("Send again").ClickAsync();

        await Assertions.Expect(page.Locator(".bubble")).ToHaveTextAsync("How many shapes are there?");
        await page.AnsweredAsync(1);
        await Assertions.Expect(page.Locator(".message.person .versions span")).ToHaveTextAsync("2 of 2");
        await page.Locator(".message.person [data-version='-1']").ClickAsync();
        await Assertions.Expect(page.Locator(".bubble")).ToHaveTextAsync("What can you do?");

        await page.LastAnswer().HoverAsync();
        await page.Button("Answer again").ClickAsync();
        await Assertions.Expect(page.Locator(".message.model .versions span")).ToHaveTextAsync("2 of 2");
        await page.AnsweredAsync(1);
    }

    [Fact]
    public async Task An_answer_goes_on_without_its_page_and_a_page_that_returns_shows_it()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        site.Model.HoldAfter(5);
        await page.SayAsync("What can you do?");
        await Assertions.Expect(page.LastAnswer()).ToContainTextAsync("I can");
        var address = page.Url;

        await page.ReloadAsync();
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.LastAnswer()).ToContainTextAsync("I can");
        await Assertions.Expect(page.Locator("[data-stop]")).ToBeVisibleAsync();

        await page.Context.CloseAsync();
        site.Model.Release();
        var returned = await site.OpenAsync(new Uri(address).PathAndQuery);
        await returned.AnsweredAsync(1);
        await Assertions.Expect(returned.LastAnswer().Locator(".facts")).ToContainTextAsync("tokens");
    }

    [Fact]
    public async Task A_page_whose_connection_was_cut_comes_back_to_the_answer()
    {
        IWebSocketRoute? line = null;
        var page = await site.OpenAsync(prepare: page => page.RouteWebSocketAsync(url => url.Contains("/_blazor", StringComparison.Ordinal), route =>
        {
            line = route;
            route.ConnectToServer();
        }));
        await page.TextOnlyAsync();
        site.Model.HoldAfter(5);
        await page.SayAsync("What can you do?");
        await Assertions.Expect(page.LastAnswer()).ToContainTextAsync("I can");
        await page.EvaluateAsync("() => window.isTheSamePage = true");
        var cut = line!;

        await cut.CloseAsync(new() { Code = 3001, Reason = "cut" });
        site.Model.Release();

        await page.AnsweredAsync(1);
        await Assertions.Expect(page.LastAnswer().Locator(".facts")).ToContainTextAsync("tokens");
        Assert.NotSame(cut, line);
        Assert.True(await page.EvaluateAsync<bool>("() => window.isTheSamePage"));
    }

    [Fact]
    public async Task Two_people_at_one_conversation_see_the_same()
    {
        var one = await site.OpenAsync();
        await one.TextOnlyAsync();
        await one.SayAsync("What can you do?");
        await one.AnsweredAsync(1);
        var two = await site.OpenAsync(new Uri(one.Url).PathAndQuery);
        await two.AnsweredAsync(1);

        await one.SayAsync("How many shapes are there?");

        await one.AnsweredAsync(2);
        await two.AnsweredAsync(2);
        Assert.Equal(await one.LastAnswer().Locator(".answer").InnerTextAsync(), await two.LastAnswer().Locator(".answer").InnerTextAsync());
    }

    [Fact]
    public async Task What_cannot_be_answered_says_so_in_its_turn_and_can_be_tried_again()
    {
        var chat = site.Services.GetRequiredService<ChatService>();
        var conversation = await chat.SayAsync(UserId.Local, null, null, [new TextPart(string.Concat(Enumerable.Repeat("word ", 20_000)))], AnswerSettings.Default);
        var page = await site.OpenAsync($"/c/{conversation}");

        await Assertions.Expect(page.LastAnswer().GetByRole(AriaRole.Alert)).ToContainTextAsync("tokens");
        await page.Button("Try again").ClickAsync();
        await Assertions.Expect(page.Locator(".message.model .versions span")).ToHaveTextAsync("2 of 2");
    }
}
