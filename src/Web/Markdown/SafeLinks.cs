using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Chameleon.Web.Markdown;

/// <summary>
/// Takes out of a document what could load or run something: addresses of other kinds than http, https and mailto lose
/// their link, and pictures named by address become links to them, so that nothing is fetched unasked.
/// </summary>
internal static class SafeLinks
{
    private static readonly string[] Schemes = ["http", "https", "mailto"];

    /// <summary>Changes the document in place.</summary>
    public static void Apply(MarkdownObject document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (IsSafe(link.Url))
            {
                link.IsImage = false;
                MarkExternal(link);
            }
            else
            {
                Unwrap(link);
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (link.IsEmail || IsSafe(link.Url))
            {
                MarkExternal(link);
            }
            else
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }
    }

    private static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && Schemes.Contains(address.Scheme) && !url.Any(char.IsControl);

    private static void MarkExternal(MarkdownObject link)
    {
        var attributes = Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(link);
        attributes.AddPropertyIfNotExist("target", "_blank");
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
    }

    private static void Unwrap(ContainerInline link)
    {
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.Remove();
    }
}
