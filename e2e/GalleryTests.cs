using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

/// <summary>The gallery as a person uses it. Each test fills it with words of its own and looks for those alone.</summary>
public sealed class GalleryTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task What_was_drawn_is_found_looked_at_and_used_again()
    {
        var page = await site.OpenAsync();
        await page.GetByText("Picture", new() { Exact = true }).First.ClickAsync();
        await page.SayAsync("Draw a big red heart in the center, on a white background.");
        await page.AnsweredAsync(1);
        var drawn = await page.Locator(".answer .picture img").GetAttributeAsync("src");
        var conversation = page.Url;

        await page.Locator(".answer [data-lightbox]").ClickAsync();
        await page.Locator("[data-lightbox-gallery]").ClickAsync();
        await Assertions.Expect(page.Locator("#lightbox")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".details-picture img")).ToHaveAttributeAsync("src", drawn!);
        await Assertions.Expect(page.Locator(".details-prompt pre")).ToHaveTextAsync("Draw a big red heart in the center, on a white background.");
        await Assertions.Expect(page.Locator(".picture-facts")).ToContainTextAsync("chameleon-tiny");
        var seed = await page.Locator(".picture-facts div").Filter(new() { HasText = "Seed" }).Locator("dd").InnerTextAsync();

        await page.Locator("#gallery-search").FillAsync("red hea");
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(1);
        await Assertions.Expect(page.Cell(0).Locator("img")).ToHaveAttributeAsync("data-large", drawn!);
        await page.Locator("#gallery-search").FillAsync("red nothing");
        await Assertions.Expect(page.Locator(".empty h2")).ToHaveTextAsync("Nothing found.");
        await page.Locator("#gallery-search").FillAsync("red heart");
        await page.Cell(0).ClickAsync();
        await Assertions.Expect(page.Locator(".details-foot a")).ToHaveAttributeAsync("href", new Uri(conversation).AbsolutePath);

        await page.Button("Use again").ClickAsync();
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.Composer()).ToHaveTextAsync("Draw a big red heart in the center, on a white background.");
        await Assertions.Expect(page.Locator(".dock .seed-chip")).ToHaveTextAsync($"seed {seed}");
        await Assertions.Expect(page.Locator(".dock .kind input").Nth(2)).ToBeCheckedAsync();
        await page.Composer().PressAsync("Enter");
        await page.AnsweredAsync(1);

        // The same words, settings and seed: the same picture.
        await Assertions.Expect(page.Locator(".answer .picture img")).ToHaveAttributeAsync("src", drawn!);
        await page.Locator(".dock .seed-chip").ClickAsync();
        await Assertions.Expect(page.Locator(".dock .seed-chip")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_picture_is_asked_about_in_a_new_conversation()
    {
        await site.FillGalleryAsync(1, "input");
        var page = await site.OpenAsync("/gallery?search=input");
        await page.Cell(0).ClickAsync();
        await page.Button("Ask about it").ClickAsync();
        await Site.ReadyAsync(page);

        await Assertions.Expect(page.Locator(".dock .chip[data-picture]")).ToHaveCountAsync(1);
        await page.TextOnlyAsync();
        await page.Composer().ClickAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.TypeAsync("What do you see in this image?");
        await page.Keyboard.PressAsync("Enter");
        await page.AnsweredAsync(1);
        await Assertions.Expect(page.Locator(".bubble .picture")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Several_are_chosen_starred_put_on_a_board_downloaded_deleted_and_had_back()
    {
        await site.FillGalleryAsync(8, "several");
        var page = await site.OpenAsync("/gallery?search=several");
        await page.Cell(1).ClickAsync();
        await page.Cell(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(page.Chosen()).ToHaveCountAsync(4);
        await page.Cell(2).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Assertions.Expect(page.Locator(".selection-count")).ToHaveTextAsync("3 chosen");

        await page.Locator(".selection-bar").GetByRole(AriaRole.Button, new() { Name = "Star", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".cell[data-starred]")).ToHaveCountAsync(3);

        await page.Locator(".selection-bar summary").ClickAsync();
        await page.Locator(".selection-bar .name-form input").FillAsync("Favourites");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".boards")).ToContainTextAsync("Favourites 3");

        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".selection-bar").GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        Assert.Equal("chameleon-pictures.zip", download.SuggestedFilename);
        using (var zip = System.IO.Compression.ZipFile.OpenRead(await download.PathAsync()))
        {
            Assert.Equal(3, zip.Entries.Count);
        }

        await page.Locator(".selection-bar").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(5);
        await page.Button("Undo").ClickAsync();
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(8);

        await page.GetByRole(AriaRole.Link, new() { Name = "Favourites 3" }).ClickAsync();
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(3);
        await page.Button("Delete “Favourites”").ClickAsync();
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(8);
        await page.Button("Undo").ClickAsync();
        await Assertions.Expect(page.Locator(".boards")).ToContainTextAsync("Favourites 3");
    }

    [Fact]
    public async Task The_keyboard_alone_chooses_stars_looks_closer_and_deletes()
    {
        await site.FillGalleryAsync(30, "keys");
        var page = await site.OpenAsync("/gallery?search=keys");
        await page.Locator(".grid").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Cell(29)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Cell(28)).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.Chosen()).ToHaveCountAsync(1);
        Assert.Equal(await page.Cell(28).GetAttributeAsync("id"), await page.Locator(".grid").GetAttributeAsync("aria-activedescendant"));

        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await Assertions.Expect(page.Chosen()).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("s");
        await Assertions.Expect(page.Locator(".cell[data-starred]")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#lightbox figcaption")).ToHaveTextAsync("28 / 30");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("#lightbox figcaption")).ToHaveTextAsync("29 / 30");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".grid")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(page.Locator(".gallery-total")).ToHaveTextAsync("28 pictures");
        await page.Keyboard.PressAsync("Control+a");
        await Assertions.Expect(page.Locator(".selection-count")).ToHaveTextAsync("28 chosen");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".selection-bar")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_pictures_are_compared_by_a_slider_that_keys_move()
    {
        await site.FillGalleryAsync(2, "compare");
        var page = await site.OpenAsync("/gallery?search=compare");
        await page.Cell(0).ClickAsync();
        await page.Cell(1).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await page.Locator("[data-open=compare]").ClickAsync();

        await page.Locator("[data-compare]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".compare-over")).ToHaveCSSAsync("clip-path", "inset(0px 0px 0px 51%)");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".compare-over")).ToHaveCSSAsync("clip-path", "inset(0px 0px 0px 0%)");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#compare")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_dropped_drawing_of_ours_brings_its_settings_back_and_hostile_words_stay_words()
    {
        const string Words = "<img src=x onerror='window.hacked=1'> a dropped hexagon";
        var file = Chameleon.Engine.Imaging.ImageEncoder.Png(
            new Chameleon.Engine.Imaging.PixelImage(4, 4, new byte[48]),
            new Dictionary<string, string> { ["prompt"] = Words, ["seed"] = "77", ["settings"] = "temperature 0.35, guidance text 4.5" });
        var page = await site.OpenAsync("/gallery?search=dropped");
        await page.Locator(".upload[data-attached]").WaitForAsync();
        await page.EvaluateAsync(
            """
            file => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(file), letter => letter.charCodeAt(0))], "../<b>.png", { type: "image/png" }));
              data.items.add(new File(["no picture"], "<i>notes</i>.txt", { type: "text/plain" }));
              document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(file));

        await Assertions.Expect(page.Locator(".details-prompt pre")).ToHaveTextAsync(Words);
        await Assertions.Expect(page.Locator(".upload-problem")).ToContainTextAsync("<i>notes</i>.txt");
        await Assertions.Expect(page.Locator(".picture-facts")).ToContainTextAsync("0.35");
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(1);
        await page.Button("Use again").ClickAsync();
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.Composer()).ToHaveTextAsync(Words);
        await Assertions.Expect(page.Locator(".dock .seed-chip")).ToHaveTextAsync("seed 77");
        await page.Locator("[data-open=settings]").ClickAsync();
        await Assertions.Expect(page.Locator("#guidance-text")).ToHaveValueAsync("4.5");
        Assert.True(await page.EvaluateAsync<bool>("() => window.hacked === undefined"));
    }

    [Fact]
    public async Task Thousands_of_pictures_keep_the_page_small_and_every_one_can_be_reached()
    {
        const int Count = 10_000;
        await site.Services.GetRequiredService<DataStore>().Database.WriteAsync(
            static session =>
            {
                session.Execute(
                    $"""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Count})
                    INSERT INTO pictures (user_id, hash, media_type, bytes, width, height, origin, prompt, settings, starred, created)
                    SELECT 1, printf('%064x', i), 'image/png', i, 64, 64, 'drawn', 'volume ' || i, '{"{}"}', 0, i FROM n
                    """);
                return session.Execute("INSERT INTO picture_search (rowid, owner, text) SELECT id, 'user1', prompt FROM pictures WHERE prompt LIKE 'volume %'");
            },
            default);
        var page = await site.OpenAsync("/gallery?search=volume&sort=oldest");
        await Assertions.Expect(page.Locator(".gallery-total")).ToHaveTextAsync("10,000 pictures");

        await page.Locator(".grid").EvaluateAsync("grid => grid.scrollTop = grid.scrollHeight / 2");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.cell')].some(cell => { const box = cell.getBoundingClientRect(); return Number(cell.dataset.index) > 4000 && box.top > 200 && box.bottom < innerHeight; })");
        await page.Locator(".grid").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Cell(Count - 1)).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.Cell(Count - 1)).ToBeInViewportAsync();
        Assert.InRange(await page.Cells().CountAsync(), 1, 900);
        await page.Cell(Count - 1).Locator("img").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        // A place in the middle is gone to directly, and stands where it belongs.
        await page.GotoAsync($"{site.Address}/gallery?search=volume&sort=oldest&picture={5000:x64}");
        await Assertions.Expect(page.Locator($"#picture-{5000:x64}")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator($"#picture-{5000:x64}")).ToHaveAttributeAsync("data-index", "4999");
    }

    [Fact]
    public async Task A_telephone_shows_the_gallery_and_the_details_over_it()
    {
        await site.FillGalleryAsync(20, "telephone");
        var page = await site.OpenAsync("/gallery?search=telephone", new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        await Assertions.Expect(page.Cells()).ToHaveCountAsync(20);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 360"));

        await page.Cell(1).TapAsync();
        await Assertions.Expect(page.Locator(".details")).ToBeInViewportAsync(new() { Ratio = 0.9f });
        await page.Button("Close the details").TapAsync();
        await Assertions.Expect(page.Locator(".details")).ToHaveCountAsync(0);
        await page.Cell(1).Locator("[data-mark]").TapAsync();
        await page.Cell(2).Locator("[data-mark]").TapAsync();
        await Assertions.Expect(page.Locator(".selection-count")).ToHaveTextAsync("2 chosen");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 360"));
        await page.Locator(".topbar [data-toggle-sidebar]").TapAsync();
        await page.Locator(".site-links a").First.TapAsync();
        await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
    }
}
