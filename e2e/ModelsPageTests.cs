using Chameleon.Web.Tests.Models;

namespace Chameleon.e2e;

/// <summary>The page of models. A program of its own: others go on with the demo model.</summary>
public sealed class ModelsPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_model_is_fetched_with_progress_that_a_reload_keeps_and_then_answers()
    {
        var held = new TaskCompletionSource();
        site.Hub.OfferAs("owner/small");
        site.Hub.Intercept = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("tokenizer.json", StringComparison.Ordinal))
            {
                await held.Task;
            }

            return false;
        };
        var page = await OpenAsync();
        await page.GetByLabel("Name of the model").FillAsync("owner/small");
        await page.Button("Fetch").ClickAsync();
        await Assertions.Expect(page.Locator("[data-pull=Running]")).ToContainTextAsync("tokenizer.json");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-pull=Running]")).ToContainTextAsync("tokenizer.json");
        held.SetResult();
        await Assertions.Expect(page.Locator("[data-pull=Done]")).ToBeVisibleAsync();

        await page.Button("Use owner/small").ClickAsync();
        await Assertions.Expect(page.Locator(".current-model h3")).ToHaveTextAsync("owner/small");
        await Assertions.Expect(page.Locator(".current-model [role=status]")).ToHaveTextAsync("ready");
        await page.GetByRole(AriaRole.Link, new() { Name = "Chat", Exact = true }).ClickAsync();
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.Locator(".model-chip")).ToHaveTextAsync("owner/small");
        await page.SayAsync("Hello");
        await page.Button("Stop").Or(page.Locator(".facts")).First.WaitForAsync();
        if (await page.Button("Stop").IsVisibleAsync())
        {
            await page.Keyboard.PressAsync("Escape");
        }

        await Assertions.Expect(page.Locator(".answer[aria-busy=true]")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_either_theme_and_a_telephone_shows_all_of_it(ColorScheme theme)
    {
        var page = await OpenAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        await page.GetByLabel("Name of the model").FillAsync("nothing");
        await page.Button("Fetch").ClickAsync();
        await Assertions.Expect(page.Locator("main [role=alert]")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();

        var phone = await OpenAsync(new() { ColorScheme = theme, ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        Assert.True(await phone.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 360"));
        await phone.AssertAccessibleAsync();
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var page = await site.OpenAsync("/settings", options);
        await Assertions.Expect(page.Locator(".cards .card").First).ToBeVisibleAsync();
        return page;
    }
}
