using System.Text;

namespace Chameleon.Web.Markdown;

/// <summary>
/// Markdown that is still being written. Blocks that can no longer change are rendered once and keep their string;
/// only the text after them is parsed again, and only when somebody looks. Not thread-safe.
/// </summary>
internal sealed class MarkdownStream
{
    private readonly List<string> blocks = [];
    private readonly StringBuilder unread = new();
    private string open = "";
    private int frozen;

    /// <summary>Adds text at the end.</summary>
    public void Append(string text) => unread.Append(text);

    /// <summary>The HTML of the blocks there are so far.</summary>
    public IReadOnlyList<string> Read()
    {
        if (unread.Length > 0)
        {
            open += unread;
            unread.Clear();
            Parse();
        }

        return blocks;
    }

    private void Parse()
    {
        var parsed = MarkdownHtml.Blocks(open);
        blocks.RemoveRange(frozen, blocks.Count - frozen);
        blocks.AddRange(parsed.Select(block => block.Html));
        if (parsed.Count > 1)
        {
            open = open[parsed[^2].End..];
            frozen = blocks.Count - 1;
        }
    }
}
