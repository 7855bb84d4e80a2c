using Chameleon.Web.Answers;
using Chameleon.Web.Components.Gallery;
using Chameleon.Web.Components.Settings;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Components;

public sealed class PictureUseTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    private static readonly Picture Heart = new(
        PictureHash.Of("heart"u8), "image/png", 5000, 64, 64, PictureOrigin.Drawn, "chameleon-tiny", "a red heart", 7,
        """{"temperature":0.4,"guidanceText":2.5,"negativePrompt":"blurry"}""", false, DateTimeOffset.UnixEpoch);

    private PageSettings Settings => Services.GetRequiredService<PageSettings>();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Use_again_brings_words_settings_and_seed_and_keeps_what_the_picture_does_not_tell()
    {
        await Settings.SetAsync(new AnswerSettings { Temperature = 1.5, PictureTopP = 0.5 });
        var use = Open(Heart);
        await ActAsync(use, ".button:nth-child(1)", button => button.Click());

        use.WaitForAssertion(() => Assert.EndsWith("/", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(
            new AnswerSettings { Kind = AnswerKind.Picture, Temperature = 1.5, PictureTopP = 0.5, PictureTemperature = 0.4, TextGuidance = 2.5, NegativePrompt = "blurry", Seed = 7 },
            Settings.Current);
        Assert.Equal("a red heart", Draft().Single().Text);
    }

    [Fact]
    public async Task Words_alone_leave_the_settings()
    {
        var use = Open(Heart);
        await ActAsync(use, ".button:nth-child(2)", button => button.Click());

        use.WaitForAssertion(() => Assert.Equal("a red heart", Draft().Single().Text));
        Assert.Equal(AnswerSettings.Default, Settings.Current);
    }

    [Fact]
    public async Task The_seed_alone_leaves_the_draft()
    {
        var use = Open(Heart);
        await ActAsync(use, ".button:nth-child(3)", button => button.Click());

        use.WaitForAssertion(() => Assert.Equal(AnswerSettings.Default with { Seed = 7 }, Settings.Current));
        Assert.Empty(Modules("draft"));
    }

    [Fact]
    public async Task A_picture_becomes_part_of_the_message_beside_what_stands_there()
    {
        var use = Open(Heart);
        await ActAsync(use, ".button:nth-child(4)", button => button.Click());

        use.WaitForAssertion(() => Assert.Equal(Heart.Hash.ToString(), Draft().Single().Picture));
        Assert.Equal(true, Modules("draft")[0].Arguments[2]);
    }

    [Fact]
    public void Of_a_picture_without_words_and_seed_nothing_else_is_offered() =>
        Assert.Equal("Ask about it", Assert.Single(Open(Heart with { Prompt = " ", Seed = null }).FindAll("button")).TextContent);

    private IRenderedComponent<PictureUse> Open(Picture picture)
    {
        Navigation.NavigateTo("/gallery");
        return Render<PictureUse>(p => p.Add(c => c.Picture, picture));
    }

    private JSRuntimeInvocation[] Modules(string function) => [.. JSInterop.Invocations.Where(call => call.Identifier == function)];

    private IReadOnlyList<MessagePiece> Draft() =>
        (IReadOnlyList<MessagePiece>)Modules("draft").Single().Arguments[1]!;
}
