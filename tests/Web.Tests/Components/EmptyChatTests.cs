using Chameleon.Web.Components.Chat;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Components;

public sealed class EmptyChatTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    [Fact]
    public void An_example_is_said_with_its_pictures_in_their_places()
    {
        IReadOnlyList<MessagePart>? said = null;
        var page = Render<EmptyChat>(p => p.Add(e => e.Model, Model()).Add(e => e.OnChosen, parts =>
        {
            said = parts;
            return Task.FromResult<string?>(null);
        }));

        page.FindAll(".example")[1].Click();

        page.WaitForAssertion(() => Assert.Collection(
            said!,
            part => Assert.IsType<PicturePart>(part),
            part => Assert.IsType<PicturePart>(part),
            part => Assert.Contains("in common", Assert.IsType<TextPart>(part).Text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_what_the_model_can_do_is_offered()
    {
        Assert.Equal(4, Render<EmptyChat>(p => p.Add(e => e.Model, Model())).FindAll(".example").Count);
        Assert.Equal(2, Render<EmptyChat>(p => p.Add(e => e.Model, Model(canDraw: false))).FindAll(".example").Count);
    }
}
