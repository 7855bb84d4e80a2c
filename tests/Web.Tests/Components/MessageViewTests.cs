using Chameleon.Web.Components.Chat;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Components;

public sealed class MessageViewTests(WebHost host) : ComponentTests(host), IClassFixture<WebHost>
{
    [Fact]
    public void A_persons_pictures_stand_between_their_words()
    {
        var hash = PictureHash.Of([1]);
        var said = Answer() with
        {
            Role = MessageRole.User,
            Parts = [new TextPart("before"), new PicturePart(hash, 64, 32), new TextPart("after <b>")],
        };

        var bubble = Render<MessageView>(view => view.Add(m => m.Message, said)).Find(".bubble");

        Assert.Equal(["before", "", "after <b>"], bubble.Children.Select(child => child.TextContent));
        var picture = bubble.QuerySelector("button[data-lightbox] img")!;
        Assert.Equal(($"/pictures/{hash}", "64", "32"), (picture.GetAttribute("src"), picture.GetAttribute("width"), picture.GetAttribute("height")));
        Assert.NotEmpty(picture.GetAttribute("alt")!);
    }

    [Fact]
    public void A_failure_stands_in_its_turn_and_can_be_tried_again()
    {
        StoredMessage? again = null;
        var failed = Answer("so far", MessageState.Failed, "The prompt is <too> long.");

        var view = Render<MessageView>(p => p.Add(m => m.Message, failed).Add(m => m.OnAgain, (StoredMessage message) => again = message));

        Assert.Contains("The prompt is <too> long.", view.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        view.Find("[role=alert] button").Click();
        Assert.Same(failed, again);
    }

    [Fact]
    public void An_answer_tells_its_tokens_its_speed_and_its_seed()
    {
        var usage = new AnswerUsage(300, 101, 0, TimeSpan.Zero, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(2.25));

        var facts = Render<MessageView>(p => p.Add(m => m.Message, Answer(usage: usage) with { Seed = 7 })).FindAll(".facts span");

        Assert.Equal(["101 tokens", "50 tokens/s", "first after 0.25 s", "seed 7"], facts.Select(fact => fact.TextContent));
    }

    [Fact]
    public void An_answer_that_was_stopped_or_cut_says_so()
    {
        var usage = new AnswerUsage(10, 90, 0, TimeSpan.Zero, null, TimeSpan.FromSeconds(1));

        Assert.Contains("Stopped.", Markup(Answer(state: MessageState.Stopped)), StringComparison.Ordinal);
        Assert.Contains("fills all", Markup(Answer(usage: usage)), StringComparison.Ordinal);
        Assert.Contains("Cut short", Markup(Answer(usage: usage) with { SettingsJson = """{"MaxTokens":90}""" }), StringComparison.Ordinal);
        Assert.DoesNotContain("Cut short", Markup(Answer(usage: usage with { OutputTokens = 80 }) with { SettingsJson = """{"MaxTokens":90}""" }), StringComparison.Ordinal);

        string Markup(StoredMessage message) => Render<MessageView>(p => p.Add(m => m.Message, message).Add(m => m.Model, Model())).Markup;
    }

    [Fact]
    public void Arrows_walk_through_the_versions_and_stop_at_their_ends()
    {
        MessageId? chosen = null;
        var message = Answer() with { Versions = [new MessageId(1), new MessageId(2), new MessageId(3)] };
        var view = Render<MessageView>(p => p.Add(m => m.Message, message).Add(m => m.OnVersion, (MessageId id) => chosen = id));

        Assert.Equal("2 of 3", view.Find(".versions span").TextContent);
        view.Find("[data-version='-1']").Click();
        Assert.Equal(new MessageId(1), chosen);
        view.Find("[data-version='1']").Click();
        Assert.Equal(new MessageId(3), chosen);

        view.Render(p => p.Add(m => m.Message, message with { Id = new MessageId(3) }));
        Assert.True(view.Find("[data-version='1']").HasAttribute("disabled"));
    }

    [Fact]
    public void One_version_has_no_arrows() =>
        Assert.Empty(Render<MessageView>(p => p.Add(m => m.Message, Answer())).FindAll(".versions"));

    [Fact]
    public void Editing_opens_the_editor_in_place_and_can_be_left()
    {
        var view = Render<MessageView>(p => p.Add(m => m.Message, Answer() with { Role = MessageRole.User }));

        view.Find("button[aria-label=Edit]").Click();
        Assert.NotNull(view.Find("form.composer [role=textbox]"));
        Assert.Empty(view.FindAll(".bubble"));

        view.Find("[data-cancel]").Click();
        Assert.NotNull(view.Find(".bubble"));
    }
}
