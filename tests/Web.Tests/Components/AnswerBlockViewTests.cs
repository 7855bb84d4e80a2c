using Chameleon.Web.Answers;
using Chameleon.Web.Components.Chat;

namespace Chameleon.Web.Tests.Components;

public sealed class AnswerBlockViewTests : BunitContext
{
    [Fact]
    public void A_block_that_is_the_same_is_not_drawn_again()
    {
        var block = new AnswerBlock.Text("<p>a</p>");
        var view = Render<AnswerBlockView>(p => p.Add(v => v.Block, block));
        var draws = view.RenderCount;

        view.Render(p => p.Add(v => v.Block, block));
        Assert.Equal(draws, view.RenderCount);

        view.Render(p => p.Add(v => v.Block, new AnswerBlock.Text("<p>b</p>")));
        Assert.Equal(draws + 1, view.RenderCount);
        view.MarkupMatches("<div class=\"prose\"><p>b</p></div>");
    }

    [Fact]
    public void A_drawing_shows_how_far_it_is_and_what_there_is_to_see()
    {
        var view = Render<AnswerBlockView>(p => p.Add(v => v.Block, new AnswerBlock.Drawing(null, 10, 256)));
        Assert.Empty(view.FindAll("img"));
        Assert.Equal(("10", "256"), (view.Find("progress").GetAttribute("value"), view.Find("progress").GetAttribute("max")));

        view.Render(p => p.Add(v => v.Block, new AnswerBlock.Drawing("/previews/1/0?1", 32, 256)));
        Assert.Equal("/previews/1/0?1", view.Find("img").GetAttribute("src"));
    }
}
