namespace Chameleon.e2e;

public sealed class LanguageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_language_that_is_chosen_holds_for_all_pages_and_for_what_comes_later()
    {
        var page = await site.OpenAsync("/", new() { Locale = "ko-KR" });
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await Assertions.Expect(page.Locator(".empty h2")).ToHaveTextAsync("무엇을 함께 볼까요?");

        await page.Locator("select[data-language]").SelectOptionAsync("zh-CN");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.Locator(".empty h2")).ToHaveTextAsync("我们来看点什么？");
        await page.SayAsync("What can you do?");
        await page.AnsweredAsync(1);
        await Assertions.Expect(page.Locator(".facts").First).ToContainTextAsync("词元");
        await page.GetByRole(AriaRole.Link, new() { Name = "工作室" }).ClickAsync();
        await Assertions.Expect(page.Locator(".topbar h1")).ToHaveTextAsync("工作室");
        await page.AssertAccessibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".topbar h1")).ToHaveTextAsync("工作室");
    }
}
