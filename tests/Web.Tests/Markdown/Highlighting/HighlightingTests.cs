using System.Text;
using AngleSharp.Html.Parser;
using Chameleon.Web.Markdown;
using Chameleon.Web.Markdown.Highlighting;

namespace Chameleon.Web.Tests.Markdown.Highlighting;

public sealed class HighlightingTests
{
    /// <summary>Code, and its pieces as <c>kind:text</c> in order.</summary>
    public static TheoryData<string, string, string[]> Known { get; } = new()
    {
        { "csharp", "var x = Load(\"a\\\"b\"); // end", ["keyword:var", "call:Load", "string:\"a\\\"b\"", "comment:// end"] },
        { "cs", "public record Point(int X) { }", ["keyword:public", "keyword:record", "call:Point", "keyword:int", "type:X"] },
        { "c#", "$\"\"\"a \"b\" c\"\"\" @\"c:\\\" 'x' 0xFFu 1_000.5m", ["string:$\"\"\"a \"b\" c\"\"\"", "string:@\"c:\\\"", "string:'x'", "number:0xFFu", "number:1_000.5m"] },
        { "python", "def draw(self): # why\n    return f'''a\nb''' if None else 1.5", ["keyword:def", "call:draw", "keyword:self", "comment:# why", "keyword:return", "string:'''a\nb'''", "keyword:if", "keyword:None", "keyword:else", "number:1.5"] },
        { "json", "{ \"key\" : \"value\", \"n\": -1.5e3, \"t\": true }", ["property:\"key\"", "string:\"value\"", "property:\"n\"", "number:1.5e3", "property:\"t\"", "keyword:true"] },
        { "ts", "const a: Map<string> = `x ${y}\n`; /* b */", ["keyword:const", "type:Map", "keyword:string", "string:`x ${y}\n`", "comment:/* b */"] },
        { "bash", "echo \"$HOME\" $PATH ${x#y} # note\ncurl a#b", ["keyword:echo", "string:\"$HOME\"", "property:$PATH", "property:${x", "comment:# note"] },
        { "sql", "SELECT name FROM t WHERE a = 'it''s' -- why", ["keyword:SELECT", "keyword:FROM", "keyword:WHERE", "string:'it'", "string:'s'", "comment:-- why"] },
        { "html", "<!-- a --><a href=\"x\">b &lt; c</a><br/>", ["comment:<!-- a -->", "keyword:<a", "property:href", "string:\"x\"", "keyword:>", "keyword:</a", "keyword:>", "keyword:<br/", "keyword:>"] },
        { "xml", "<?xml version='1.0'?>", ["keyword:<?xml", "property:version", "string:'1.0'", "keyword:>"] },
    };

    public static TheoryData<string> Languages { get; } = new("csharp", "python", "json", "typescript", "bash", "sql", "html", "brainfuck", "");

    [Theory]
    [MemberData(nameof(Known))]
    public void Words_texts_numbers_and_remarks_are_told_apart(string language, string code, string[] pieces) => Assert.Equal(pieces, Pieces(language, code));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Whatever_is_written_comes_out_as_it_was_and_as_nothing_else(string language)
    {
        var random = new Random(7);
        string[] scraps = ["\"", "'", "`", "\"\"\"", "'''", "\\", "\n", "/*", "*/", "//", "#", "--", "<", ">", "<!--", "-->", "$", "{", "}", "&", "x", "Var", "if", "0x", " ", "(", "@", "é", "汉", "\u202E", "</code>", "<script>alert(1)</script>", "\0"];
        for (var i = 0; i < 300; i++)
        {
            var code = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => scraps[random.Next(scraps.Length)]));
            var element = Render(language, code).QuerySelector("code")!;

            Assert.Equal(code.Replace('\0', '\uFFFD') + "\n", element.TextContent);
            Assert.All(element.QuerySelectorAll("*"), part => Assert.Equal(("SPAN", 1), (part.TagName, part.Attributes.Length)));
        }
    }

    [Theory]
    [InlineData("csharp", "\"")]
    [InlineData("csharp", "/*")]
    [InlineData("csharp", "$")]
    [InlineData("python", "'''")]
    [InlineData("json", "\" ")]
    [InlineData("json", "\"a\"    ")]
    [InlineData("bash", "${")]
    [InlineData("bash", "#")]
    [InlineData("html", "<")]
    [InlineData("html", "<a '")]
    [InlineData("html", "<!--")]
    [InlineData("typescript", "`\\")]
    public void Case_48_hostile_code_has_no_more_pieces_than_characters_and_each_begins_where_the_last_ended(string language, string scrap)
    {
        var code = new StringBuilder().Insert(0, scrap, CodeHtml.MaxLength / scrap.Length).ToString();
        var pieces = language == "html" ? MarkupScanner.Scan(code) : WordScanner.Scan(code, CodeLanguages.Find(language)!);

        var at = 0;
        foreach (var piece in pieces)
        {
            Assert.True(piece.Start >= at && piece.End > piece.Start && piece.End <= code.Length);
            at = piece.End;
        }
    }

    [Fact]
    public void A_book_of_code_stays_plain()
    {
        var code = string.Concat(Enumerable.Repeat("var x;\n", CodeHtml.MaxLength / 7 + 1));

        Assert.Empty(Render("csharp", code).QuerySelectorAll("code span"));
    }

    [Fact]
    public void Half_a_block_is_coloured_while_it_is_written()
    {
        var stream = new MarkdownStream();
        stream.Append("```csharp\nvar s = \"un");
        Assert.Contains("<span class=\"code-string\">", stream.Read()[0], StringComparison.Ordinal);
        stream.Append("finished\";\n```\nend");
        Assert.Contains("<span class=\"code-string\">&quot;unfinished&quot;</span>", stream.Read()[0], StringComparison.Ordinal);
    }

    private static string[] Pieces(string language, string code) =>
        [.. Render(language, code).QuerySelectorAll("code span").Select(span => $"{span.ClassName!["code-".Length..]}:{span.TextContent}")];

    private static AngleSharp.Html.Dom.IHtmlDocument Render(string language, string code)
    {
        var html = MarkdownHtml.Blocks($"````````{language}\n{code}\n````````");
        return new HtmlParser().ParseDocument(string.Concat(html.Select(block => block.Html)));
    }
}
