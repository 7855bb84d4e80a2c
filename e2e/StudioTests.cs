namespace Chameleon.e2e;

public sealed class StudioTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_part_is_painted_over_and_drawn_anew()
    {
        var page = await OpenAsync();
        var before = await Decoded(page).GetAttributeAsync("src");
        var canvas = page.Locator("canvas.codes");
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 4, box.Y + (box.Height * 3 / 4));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 4, box.Y + (box.Height * 3 / 4), new() { Steps = 60 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(Marked(page)).Not.ToContainTextAsync("0 of");
        await Assertions.Expect(page.Locator("[data-code-readout]")).ToContainTextAsync("code ");
        await page.GetByLabel("What shall be there").FillAsync("A blue circle.");
        await page.Button("Draw").ClickAsync();
        await Assertions.Expect(Decoded(page)).Not.ToHaveAttributeAsync("src", before!);
        await page.Button("Back to the earlier one").ClickAsync();
        await Assertions.Expect(Decoded(page)).ToHaveAttributeAsync("src", before!);
    }

    [Fact]
    public async Task The_keyboard_marks_and_asks()
    {
        var page = await OpenAsync();
        await page.Locator("canvas.codes").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await Assertions.Expect(Marked(page)).ToContainTextAsync("3 of ");
        await Assertions.Expect(page.Locator("[data-code-readout]")).ToContainTextAsync("row 2, column 3");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(Marked(page)).ToContainTextAsync("2 of ");

        await page.GetByLabel("Ask about the picture").FillAsync("What do you see in this image?");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".tokens[aria-busy=false]")).ToBeVisibleAsync();
        await page.Locator(".token").Nth(1).FocusAsync();
        await Assertions.Expect(page.Locator(".token").Nth(1)).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator(".chances tbody tr").First).ToContainTextAsync("%");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_either_theme_and_a_telephone_shows_all_of_it(ColorScheme theme)
    {
        var page = await OpenAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        await page.GetByLabel("Ask about the picture").FillAsync("What do you see in this image?");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".tokens[aria-busy=false]")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();

        var phone = await OpenAsync(new() { ColorScheme = theme, ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        Assert.True(await phone.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 360"));
        await phone.AssertAccessibleAsync();
    }

    private static ILocator Decoded(IPage page) => page.Locator("[data-decoded]");

    private static ILocator Marked(IPage page) => page.Locator("section[aria-labelledby=studio-redraw] [role=status]");

    private async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var page = await site.OpenAsync("/studio", options);
        await page.Button("Example two-shapes.png").ClickAsync();
        await Assertions.Expect(Decoded(page)).ToBeVisibleAsync();
        return page;
    }
}
