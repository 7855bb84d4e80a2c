using System.Globalization;
using System.Net;
using Chameleon.Web.Components;
using Chameleon.Web.Languages;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Components.Rendering;

namespace Chameleon.Web.Tests.Languages;

public sealed class PageLanguageTests(WebHost host) : IClassFixture<WebHost>
{
    [Theory]
    [InlineData(null, null, "en")]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.5", null, "ko")]
    [InlineData("fr, zh-CN;q=0.8, en;q=0.7", null, "zh-CN")]
    [InlineData("en-GB,ko;q=0.9", null, "en")]
    [InlineData("en;q=0.3,ko;q=0.9", null, "ko")]
    [InlineData("ko;q=0,zh-Hans-SG", null, "zh-CN")]
    [InlineData("zh-TW,zh-Hant;q=0.9", null, "en")]
    [InlineData("fr,*", null, "en")]
    [InlineData("ko", "zh-CN", "zh-CN")]
    [InlineData("ko", "en", "en")]
    [InlineData("ko", "klingon", "ko")]
    [InlineData("ko", "../../etc", "ko")]
    [InlineData(";;;,,,=", null, "en")]
    public async Task A_page_speaks_as_its_person_chose_or_their_browser_asks_for(string? wishes, string? chosen, string language)
    {
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (wishes is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", wishes);
        }

        if (chosen is not null)
        {
            request.Headers.Add("Cookie", $"{PageLanguage.Cookie}={chosen}");
        }

        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(Words.ResourceManager.GetString(nameof(Words.Reconnecting), new CultureInfo(language))!, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_wishes_cost_nothing()
    {
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Language", string.Join(',', Enumerable.Repeat("xx", 3000)) + ",ko");
        using var response = await client.SendAsync(request);
        Assert.Contains("<html lang=\"en\">", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_speaks_its_pages_language_whoever_makes_it_draw()
    {
        await using var page = new BunitContext();
        IRenderedComponent<Speaker>? speaker = null;
        await In("ko", () => speaker = page.Render<Speaker>());
        Assert.Equal("대화", speaker!.Markup);
        await In("zh-CN", () => speaker.InvokeAsync(speaker.Instance.Draw));
        speaker.WaitForAssertion(() => Assert.Equal(2, speaker.RenderCount));
        Assert.Equal("대화", speaker.Markup);
    }

    private static Task In(string language, Action action) => Task.Run(() =>
    {
        PageLanguage.Speak(new CultureInfo(language));
        action();
    });

    private sealed class Speaker : PageComponent
    {
        public void Draw() => StateHasChanged();

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Words.Chat);
    }
}
