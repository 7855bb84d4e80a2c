using Chameleon.Web.Markdown.Highlighting;
using Chameleon.Web.Resources;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Chameleon.Web.Markdown;

/// <summary>Shows code under its language's name and a button that copies it; the page's script listens to the button.</summary>
internal sealed class CodeBlockWithCopy : HtmlObjectRenderer<CodeBlock>
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var language = (block as FencedCodeBlock)?.Info;
        renderer.Write("<div class=\"code\"><div class=\"code-bar\"><span>").WriteEscape(language ?? "")
            .Write("</span><button type=\"button\" class=\"quiet\" data-copy-code>").WriteEscape(Words.Copy)
            .Write("</button></div><pre tabindex=\"0\"><code>");
        CodeHtml.Write(renderer, block.Lines.ToString() + "\n", language ?? "");
        renderer.Write("</code></pre></div>");
    }
}
