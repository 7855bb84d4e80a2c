using Chameleon.Web.Answers;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Answers;

public sealed class AnswerDraftTests
{
    private readonly AnswerDraft draft = new();

    [Fact]
    public void A_token_changes_the_last_block_and_no_other()
    {
        draft.Add("first\n\n");
        draft.Add(new PicturePart(PictureHash.Of([1]), 64, 64));
        draft.Add("second\n\nthird");
        var before = draft.Blocks();

        draft.Add(" word");
        var after = draft.Blocks();

        Assert.Equal(4, after.Count);
        Assert.Same(before[0], after[0]);
        Assert.Same(before[1], after[1]);
        Assert.Same(before[2], after[2]);
        Assert.NotSame(before[3], after[3]);
    }

    [Fact]
    public void Text_and_pictures_stand_in_the_order_in_which_they_came()
    {
        draft.Add("Here: ");
        draft.Show(new AnswerBlock.Drawing(null, 1, 256));
        Assert.IsType<AnswerBlock.Drawing>(draft.Blocks()[1]);

        draft.Add(new PicturePart(PictureHash.Of([1]), 64, 64));
        draft.Add("It shows a star.");

        Assert.Collection(
            draft.Blocks(),
            block => Assert.Contains("Here", Assert.IsType<AnswerBlock.Text>(block).Html, StringComparison.Ordinal),
            block => Assert.IsType<AnswerBlock.Picture>(block),
            block => Assert.Contains("star", Assert.IsType<AnswerBlock.Text>(block).Html, StringComparison.Ordinal));
    }

    [Fact]
    public void A_drawing_shows_its_last_preview_until_there_is_another()
    {
        draft.Show(new AnswerBlock.Drawing("/previews/1/0?1", 32, 256));
        draft.Show(new AnswerBlock.Drawing(null, 36, 256));

        Assert.Equal(new AnswerBlock.Drawing("/previews/1/0?1", 36, 256), Assert.Single(draft.Blocks()));
    }

    [Fact]
    public void A_drawing_that_is_given_up_is_gone()
    {
        draft.Show(new AnswerBlock.Drawing(null, 1, 256));
        draft.GiveUpDrawing();

        Assert.Empty(draft.Blocks());
    }
}
