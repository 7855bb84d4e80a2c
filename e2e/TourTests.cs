namespace Chameleon.e2e;

/// <summary>
/// The pictures of the pages in the README. <c>CHAMELEON_TOUR=take ./test --filter Tour</c> takes them anew; otherwise the
/// same way is gone, and the pictures only have to be there.
/// </summary>
public sealed class TourTests(Site site) : IClassFixture<Site>
{
    private const string Settings = """localStorage.setItem("settings", JSON.stringify({ temperature: 0, seed: 5, textGuidance: 1.5 }))""";

    [Fact]
    public async Task The_pages_look_as_the_readme_shows_them()
    {
        var page = await site.OpenAsync(
            "/",
            new() { ViewportSize = new() { Width = 1280, Height = 960 }, ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce },
            page => page.AddInitScriptAsync(Settings));
        await TakeAsync(page, "start");

        await page.GetByText("Picture", new() { Exact = true }).First.ClickAsync();
        await page.SayAsync("Draw a big red heart in the center, on a white background.");
        await page.AnsweredAsync(1);
        await page.WaitForFunctionAsync("() => document.querySelector('.answer .picture img')?.naturalWidth === 64");
        await page.Locator("[data-new-chat]").ClickAsync();
        await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
        await page.GetByText("Auto", new() { Exact = true }).First.ClickAsync();
        await page.SayAsync("Draw something and describe it.");
        await page.AnsweredAsync(1);
        await page.WaitForFunctionAsync("() => document.querySelector('.answer .picture img')?.naturalWidth === 64");
        await page.TextOnlyAsync();
        await page.AttachAsync("two-shapes.png");
        await page.Composer().PressSequentiallyAsync("How many shapes are there?");
        await page.Keyboard.PressAsync("Enter");
        await page.AnsweredAsync(2);
        await TakeAsync(page, "chat");

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await TakeAsync(page, "chat-dark");
        await page.SetViewportSizeAsync(390, 844);
        await TakeAsync(page, "chat-phone");

        await page.SetViewportSizeAsync(1280, 960);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.GotoAsync($"{site.Address}/gallery");
        await Site.ReadyAsync(page);
        await page.Locator(".upload input").SetInputFilesAsync(Directory.GetFiles(Site.Samples).Order());
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(9);
        await page.Cell(8).ClickAsync();
        await Assertions.Expect(page.Locator(".details-prompt pre")).ToContainTextAsync("red heart");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.cell img, .details img')].every(image => image.complete && image.naturalWidth > 0)");
        await Assertions.Expect(page.Locator(".upload-status")).ToBeHiddenAsync();
        await TakeAsync(page, "gallery");

        await page.SetViewportSizeAsync(1280, 1400);
        await page.GotoAsync($"{site.Address}/studio");
        await page.Button("Example two-shapes.png").ClickAsync();
        await Assertions.Expect(page.Locator("[data-decoded]")).ToBeVisibleAsync();
        await page.GetByLabel("Ask about the picture").FillAsync("What do you see in this image?");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".tokens[aria-busy=false]")).ToBeVisibleAsync();
        await page.Locator(".token").Nth(3).FocusAsync();
        await Assertions.Expect(page.Locator(".chances tbody tr").First).ToContainTextAsync("%");
        await TakeAsync(page, "studio");

        await page.SetViewportSizeAsync(1280, 960);
        await page.GotoAsync($"{site.Address}/settings");
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.Locator(".current-model [role=status]")).ToHaveTextAsync("ready");
        await TakeAsync(page, "models");
    }

    private static async Task TakeAsync(IPage page, string name)
    {
        var kept = Path.Combine(Images(), $"{name}.png");
        if (Environment.GetEnvironmentVariable("CHAMELEON_TOUR") == "take")
        {
            await page.ScreenshotAsync(new() { Path = kept, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        }

        Assert.True(File.Exists(kept), $"{kept} is not there; take it with CHAMELEON_TOUR=take.");
    }

    private static string Images()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chameleon.SK.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        }

        return Directory.CreateDirectory(Path.Combine(folder.FullName, "docs", "images")).FullName;
    }
}
