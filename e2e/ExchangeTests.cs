using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

public sealed class ExchangeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_conversation_is_exported_and_imported_again()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(1);
        var address = page.Url;
        var answer = await page.LastAnswer().Locator(".answer").InnerTextAsync();

        await page.Locator(".topbar .menu summary").ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("Export with pictures (zip)").ClickAsync());
        Assert.Equal("chameleon-What-can-you-do.zip", download.SuggestedFilename);
        await Assertions.Expect(page.Locator(".topbar .menu-body")).ToBeHiddenAsync();

        await page.Locator("[data-new-chat]").ClickAsync();
        await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
        await page.Locator(".topbar .menu summary").ClickAsync();
        await Assertions.Expect(page.GetByText("Export as JSON")).ToHaveCountAsync(0);
        await page.Locator("[data-import]").SetInputFilesAsync(await download.PathAsync());

        await page.AnsweredAsync(1);
        Assert.NotEqual(address, page.Url);
        Assert.Equal(answer, await page.LastAnswer().Locator(".answer").InnerTextAsync());
        await Assertions.Expect(page.Locator(".conversation").Filter(new() { HasText = "What can you do?" })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Case_50_a_file_that_is_no_conversation_is_refused_in_a_sentence()
    {
        var page = await site.OpenAsync();
        await page.Locator("[data-import]").SetInputFilesAsync(new FilePayload { Name = "<b>.json", MimeType = "application/json", Buffer = "{\"a\":1}"u8.ToArray() });

        await Assertions.Expect(page.Locator("[data-import-problem]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-import-status]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Code_in_an_answer_has_colours_that_can_be_read()
    {
        var chats = site.Services.GetRequiredService<ChatStore>();
        var conversation = await chats.CreateAsync(UserId.Local, "Code");
        var question = await chats.AddMessageAsync(UserId.Local, conversation.Id, null, MessageRole.User, [new TextPart("code")]);
        await chats.AddMessageAsync(
            UserId.Local, conversation.Id, question.Id, MessageRole.Assistant,
            [new TextPart("```csharp\n// a remark\npublic int Sum(List<int> all) => all.Sum() + 1; var s = \"text\";\n```\n```json\n{ \"key\": true }\n```")]);
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var page = await site.OpenAsync($"/c/{conversation.Id}", new() { ColorScheme = theme });
            await Assertions.Expect(page.Locator(".code-keyword").First).ToHaveTextAsync("public");
            Assert.Equal(7, await page.Locator("[class^=code-]:not(.code-bar)").EvaluateAllAsync<int>("all => new Set(all.map(part => getComputedStyle(part).color)).size"));
            await page.AssertAccessibleAsync();
        }
    }
}
