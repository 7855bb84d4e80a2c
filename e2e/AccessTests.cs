using System.Text.RegularExpressions;

namespace Chameleon.e2e;

public sealed partial class AccessTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_either_theme(ColorScheme theme)
    {
        var page = await site.OpenAsync("/", new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        await page.AssertAccessibleAsync();

        await page.AttachAsync("red-star.png");
        await page.Composer().PressSequentiallyAsync("What do you see in this image?");
        await page.Keyboard.PressAsync("Enter");
        await page.AnsweredAsync(1);
        await page.Button("Answer again").ClickAsync();
        await Assertions.Expect(page.Locator(".versions span")).ToHaveTextAsync("2 of 2");
        await page.AnsweredAsync(1);
        await page.AssertAccessibleAsync();

        await page.Locator("[data-open=settings]").ClickAsync();
        await page.AssertAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-open=help]").ClickAsync();
        await page.AssertAccessibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_the_gallery_in_either_theme(ColorScheme theme)
    {
        await site.FillGalleryAsync(12, "axe");
        var page = await site.OpenAsync("/gallery?search=axe", new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(12);
        await page.AssertAccessibleAsync();

        await page.Cell(2).ClickAsync();
        await Assertions.Expect(page.Locator(".details-prompt")).ToBeVisibleAsync();
        await page.Cell(3).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await page.Locator(".selection-bar summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New board" }).ClickAsync();
        await page.AssertAccessibleAsync();

        await page.Locator("[data-open=compare]").ClickAsync();
        await page.AssertAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#gallery-search").FillAsync("axe nothing");
        await Assertions.Expect(page.Locator(".empty h2")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
    }

    [Fact]
    public async Task The_theme_that_is_chosen_holds_after_a_reload()
    {
        var page = await site.OpenAsync("/", new() { ColorScheme = ColorScheme.Light });
        var light = await GroundAsync(page);

        await page.Button("Dark").ClickAsync();
        var dark = await GroundAsync(page);
        await page.ReloadAsync();
        await Site.ReadyAsync(page);

        Assert.NotEqual(light, dark);
        Assert.Equal(dark, await GroundAsync(page));
        await page.Button("As the system").ClickAsync();
        Assert.Equal(light, await GroundAsync(page));
    }

    [Fact]
    public async Task A_telephone_has_the_list_behind_a_button_and_nothing_beyond_its_edge()
    {
        var page = await site.OpenAsync("/", new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        await Assertions.Expect(page.Locator(".sidebar")).ToBeHiddenAsync();
        await page.Locator(".example").Last.ClickAsync();
        await page.AnsweredAsync(1);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 360"));

        await page.Locator(".topbar [data-toggle-sidebar]").ClickAsync();
        await Assertions.Expect(page.Locator(".sidebar")).ToBeVisibleAsync();
        await page.Locator("[data-new-chat]").ClickAsync();
        await Assertions.Expect(page.Locator(".sidebar")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_does_it_all()
    {
        var page = await site.OpenAsync();
        await Assertions.Expect(page.Composer()).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("What can");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("you do?");
        await page.Keyboard.PressAsync("Enter");
        await page.AnsweredAsync(1);
        await Assertions.Expect(page.Composer()).ToBeFocusedAsync();

        await page.Button("Answer again").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".versions span")).ToHaveTextAsync("2 of 2");
        await page.AnsweredAsync(1);
        await page.LastAnswer().FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Locator(".versions span")).ToHaveTextAsync("1 of 2");

        await page.Keyboard.PressAsync("Control+/");
        await Assertions.Expect(page.Locator("#help")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#search")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+b");
        await Assertions.Expect(page.Locator(".sidebar")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Control+b");
        await page.Keyboard.PressAsync("Control+Shift+O");
        await Assertions.Expect(page).ToHaveURLAsync(Start());
    }

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    [GeneratedRegex("/$")]
    private static partial Regex Start();
}
