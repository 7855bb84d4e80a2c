using Chameleon.Web.Components.Studio;
using Chameleon.Web.Studio;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Components.Studio;

public sealed class StudioPageTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    [Fact]
    public async Task A_picture_is_seen_marked_redrawn_and_taken_back()
    {
        var page = Render<StudioPage>();
        await ActAsync(page, ".sample", sample => sample.Click());
        page.WaitForElement("[data-decoded]");
        var decoded = page.Find("[data-decoded]").GetAttribute("src");
        Assert.True(page.Find("#redraw-prompt + button").HasAttribute("disabled"));

        var canvas = page.FindComponent<CodeCanvas>();
        await canvas.InvokeAsync(() => canvas.Instance.MarkAsync([0, 1, 2, -5, 1_000_000]));
        page.WaitForAssertion(() => Assert.StartsWith("3 of ", page.Find("section[aria-labelledby=studio-redraw] [role=status]").TextContent, StringComparison.Ordinal));
        await ActAsync(page, "#redraw-prompt", input => input.Change("a red star"));
        await ActAsync(page, "section[aria-labelledby=studio-redraw] form", form => form.Submit());
        page.WaitForAssertion(() => Assert.StartsWith("/pictures/", page.Find("[data-decoded]").GetAttribute("src"), StringComparison.Ordinal));

        var back = page.FindAll("section[aria-labelledby=studio-redraw] .button").Single(button => button.TextContent == "Back to the earlier one");
        await page.InvokeAsync(() => back.Click());
        Assert.Equal(decoded, page.Find("[data-decoded]").GetAttribute("src"));
    }

    [Fact]
    public async Task An_answer_shows_what_was_likely_in_the_place_that_is_pointed_at()
    {
        var page = Render<StudioPage>();
        await ActAsync(page, ".sample", sample => sample.Click());
        await ActAsync(page, "#ask-question", input => input.Change("What do you see in this image?"));
        await ActAsync(page, "section[aria-labelledby=studio-ask] form", form => form.Submit());
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".tokens").GetAttribute("aria-busy")));
        var last = page.FindAll(".token").Count - 1;
        await page.InvokeAsync(() => page.FindAll(".token")[last].Focus());
        Assert.Equal("true", page.FindAll(".token")[last].GetAttribute("aria-pressed"));
        Assert.Single(page.FindAll(".token[aria-pressed=true]"));
        Assert.NotEmpty(page.FindAll(".chances tbody tr"));
    }

    [Fact]
    public void A_picture_that_is_gone_says_so()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/studio?picture={new string('a', 64)}");
        var page = Render<StudioPage>();
        page.WaitForElement(".studio [role=alert]");
        page.WaitForElement("[data-ready]");
    }

    [Fact]
    public void A_model_that_does_not_draw_offers_no_drawing()
    {
        var form = Render<RedrawForm>(p => p
            .Add(f => f.Grid, new CodeGrid([1], [2], null))
            .Add(f => f.Marked, new HashSet<int> { 0 })
            .Add(f => f.CanDraw, false));
        Assert.True(form.Find("button[type=submit]").HasAttribute("disabled"));
        Assert.Contains("does not draw", form.Find("#redraw-hint").TextContent, StringComparison.Ordinal);
    }
}
