using Chameleon.Web.Data;
using Chameleon.Web.Markdown;

namespace Chameleon.Web.Answers;

/// <summary>What there is to see of an answer so far. Not thread-safe.</summary>
internal sealed class AnswerDraft
{
    private readonly List<AnswerBlock> closed = [];
    private readonly List<AnswerBlock> open = [];
    private MarkdownStream markdown = new();
    private AnswerBlock.Drawing? drawing;

    /// <summary>Adds words.</summary>
    public void Add(string words) => markdown.Append(words);

    /// <summary>A picture is so far.</summary>
    /// <param name="progress">How far, and what there is to see; what was to be seen before stays when it has nothing new.</param>
    public void Show(AnswerBlock.Drawing progress)
    {
        CloseText();
        drawing = progress with { Source = progress.Source ?? drawing?.Source };
    }

    /// <summary>A picture is done.</summary>
    public void Add(PicturePart picture)
    {
        CloseText();
        drawing = null;
        closed.Add(AnswerBlocks.Of(picture));
    }

    /// <summary>The picture under way will not be done.</summary>
    public void GiveUpDrawing() => drawing = null;

    /// <summary>All of it. Blocks that did not change since the last time are the same objects.</summary>
    public IReadOnlyList<AnswerBlock> Blocks()
    {
        ReadOpen();
        return drawing is null ? [.. closed, .. open] : [.. closed, .. open, drawing];
    }

    private void ReadOpen()
    {
        var html = markdown.Read();
        for (var i = 0; i < html.Count; i++)
        {
            if (i == open.Count)
            {
                open.Add(new AnswerBlock.Text(html[i]));
            }
            else if (!ReferenceEquals(((AnswerBlock.Text)open[i]).Html, html[i]))
            {
                open[i] = new AnswerBlock.Text(html[i]);
            }
        }
    }

    private void CloseText()
    {
        ReadOpen();
        closed.AddRange(open);
        open.Clear();
        markdown = new MarkdownStream();
    }
}
