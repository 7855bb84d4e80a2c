using System.Net;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Chameleon.Web.Markdown;

/// <summary>From a model's Markdown to HTML that is safe to show. HTML in it is text. Thread-safe.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .Build();

    /// <summary>The blocks of a text, and where each ends in it.</summary>
    public static IReadOnlyList<(string Html, int End)> Blocks(string markdown)
    {
        try
        {
            var document = Markdig.Markdown.Parse(markdown, Pipeline);
            SafeLinks.Apply(document);
            return [.. document.Where(block => block is not LinkReferenceDefinitionGroup).Select(block => (Render(block), block.Span.End + 1))];
        }
        catch (ArgumentException)
        {
            // The parser's way to say that it nests too deeply to make sense.
            return [($"<p>{WebUtility.HtmlEncode(markdown)}</p>", markdown.Length)];
        }
    }

    private static string Render(Block block)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeBlockWithCopy());
        renderer.Render(block);
        return writer.ToString();
    }
}
