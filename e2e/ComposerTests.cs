using System.Text.RegularExpressions;

namespace Chameleon.e2e;

public sealed class ComposerTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Two_pictures_stand_between_the_words_where_they_were_put_and_are_read_there()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        await page.AttachAsync("red-star.png", "blue-circle.png");
        await page.Composer().PressSequentiallyAsync("What do these images have in common?");
        await page.Keyboard.PressAsync("Enter");

        await page.AnsweredAsync(1);
        await Assertions.Expect(page.LastAnswer().Locator(".prose")).Not.ToBeEmptyAsync();
        await Assertions.Expect(page.Locator(".bubble > *")).ToHaveCountAsync(3);
        Assert.Equal(["BUTTON", "BUTTON", "SPAN"], await page.Locator(".bubble > *").EvaluateAllAsync<string[]>("all => all.map(part => part.tagName)"));
        Assert.Equal("", await page.DraftAsync());
    }

    [Fact]
    public async Task What_is_written_while_the_first_message_makes_its_conversation_stays_in_the_editor()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        await page.SayAsync("What can you do?");
        await page.Keyboard.TypeAsync("And then");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/c/"));
        await page.AnsweredAsync(1);
        await Assertions.Expect(page.Composer()).ToHaveTextAsync("And then");

        await page.GotoAsync(site.Address);
        await Site.ReadyAsync(page);
        Assert.Equal("", await page.DraftAsync());
    }

    [Fact]
    public async Task What_is_written_before_the_editor_is_there_stays_in_it()
    {
        var page = await site.OpenAsync(prepare: page => page.RouteAsync("**/composer*.js", async route =>
        {
            await page.Composer().ClickAsync();
            await page.Keyboard.TypeAsync("Early words");
            await route.ContinueAsync();
        }));
        await page.Keyboard.TypeAsync(" and late ones");
        Assert.Equal("Early words and late ones", await page.DraftAsync());
    }

    [Fact]
    public async Task The_keyboard_moves_a_picture_word_by_word_and_removes_it()
    {
        var page = await site.OpenAsync();
        await page.Composer().PressSequentiallyAsync("one two three ");
        await page.AttachAsync("red-star.png");
        Assert.Equal("one two three ▣", await page.DraftAsync());

        await page.Keyboard.PressAsync("Alt+ArrowLeft");
        Assert.Equal("one two ▣three", await page.DraftAsync());
        await page.Keyboard.PressAsync("Alt+ArrowLeft");
        Assert.Equal("one ▣two three", await page.DraftAsync());
        await page.Keyboard.PressAsync("Alt+ArrowRight");
        Assert.Equal("one two ▣three", await page.DraftAsync());

        await page.Keyboard.PressAsync("Delete");
        Assert.Equal("one two three", await page.DraftAsync());
    }

    [Fact]
    public async Task The_mouse_drags_a_picture_to_another_place()
    {
        var page = await site.OpenAsync();
        await page.AttachAsync("red-star.png");
        await page.Composer().PressSequentiallyAsync("first second");

        await page.Locator(".dock .chip").DragToAsync(page.Composer(), new() { TargetPosition = new() { X = 400, Y = 40 } });

        await page.WaitForFunctionAsync("() => document.querySelector('.dock .composer-text').textContent.trim().startsWith('first') && !document.querySelector('.dock .composer-text').firstElementChild?.nextSibling?.data?.includes('first')");
        Assert.Equal("first second▣", (await page.DraftAsync()).Replace(" ▣", "▣", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pictures_come_by_paste_and_by_drop()
    {
        var page = await site.OpenAsync();
        var file = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(Site.Samples, "red-star.png")));
        await page.Composer().ClickAsync();
        foreach (var kind in (string[])["paste", "drop"])
        {
            await page.Composer().EvaluateAsync(
                """
                (box, [kind, file]) => {
                  const data = new DataTransfer();
                  data.items.add(new File([Uint8Array.from(atob(file), letter => letter.charCodeAt(0))], "..\\..\\x.png", { type: "image/png" }));
                  box.dispatchEvent(kind === "paste"
                    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
                    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
                }
                """,
                new[] { kind, file });
        }

        await Assertions.Expect(page.Locator(".dock .chip[data-picture]")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task What_is_pasted_as_a_web_page_arrives_as_its_words()
    {
        var page = await site.OpenAsync();
        await page.Composer().ClickAsync();
        await page.Composer().EvaluateAsync(
            """
            box => {
              const data = new DataTransfer();
              data.setData("text/html", "<b onclick='alert(1)'>bold</b><img src=x onerror='alert(1)'>");
              data.setData("text/plain", "bold <b>");
              box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """);

        Assert.Equal("bold <b>", await page.Composer().EvaluateAsync<string>("box => box.textContent"));
        Assert.Equal(0, await page.Composer().Locator("b, img").CountAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_in_a_sentence_and_leaves_the_draft()
    {
        var page = await site.OpenAsync();
        await page.Composer().PressSequentiallyAsync("words");
        await page.Locator(".dock input[type=file]").SetInputFilesAsync(new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray() });

        await Assertions.Expect(page.Locator(".dock .composer-problem")).ToContainTextAsync("SVG");
        await Assertions.Expect(page.Locator(".dock .chip")).ToHaveCountAsync(0);
        Assert.Equal("words", await page.DraftAsync());
    }

    [Fact]
    public async Task A_draft_survives_a_reload()
    {
        var page = await site.OpenAsync();
        await page.AttachAsync("red-star.png");
        await page.Composer().PressSequentiallyAsync("half a thought");
        await page.WaitForFunctionAsync("() => sessionStorage.getItem('draft:new')?.includes('thought')");

        await page.ReloadAsync();
        await Site.ReadyAsync(page);

        Assert.Equal("▣ half a thought", await page.DraftAsync());
    }
}
