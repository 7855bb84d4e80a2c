using Chameleon.Web.Markdown;

namespace Chameleon.Web.Tests.Markdown;

public sealed class MarkdownStreamTests
{
    private const string Document = """
        # Title

        Words *with* emphasis, `code` and a [link](https://example.org).
        Another line.

        - one
        - two

          more of two
        - three

        ```python
        def f():

            return 1
        ```

        Setext
        ------

        > quoted
        > more

        | a | b |
        |---|---|
        | 1 | 2 |

        The end.
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    public void What_comes_in_pieces_looks_like_the_whole(int size)
    {
        var stream = new MarkdownStream();
        foreach (var piece in Document.Chunk(size))
        {
            stream.Append(new string(piece));
            stream.Read();
        }

        Assert.Equal(MarkdownHtml.Blocks(Document).Select(block => block.Html), stream.Read());
    }

    [Fact]
    public void A_block_that_can_no_longer_change_keeps_its_string()
    {
        var stream = new MarkdownStream();
        stream.Append("first\n\nsecond");
        var first = stream.Read()[0];

        for (var i = 0; i < 100; i++)
        {
            stream.Append(" word");
            Assert.Same(first, stream.Read()[0]);
        }

        Assert.Equal(2, stream.Read().Count);
    }

    [Fact]
    public void Looking_twice_parses_once()
    {
        var stream = new MarkdownStream();
        stream.Append("open *emphasis");

        Assert.Same(stream.Read()[0], stream.Read()[0]);
    }

    [Fact]
    public void An_open_block_of_code_stays_code_until_it_is_closed()
    {
        var stream = new MarkdownStream();
        stream.Append("```\n# no heading\n\n- no list");

        Assert.Contains("# no heading", Assert.Single(stream.Read()), StringComparison.Ordinal);
    }
}
