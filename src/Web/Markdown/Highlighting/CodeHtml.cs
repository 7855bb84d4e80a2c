using Markdig.Renderers;

namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>Code with its colours, as HTML: every character escaped, colours by class.</summary>
internal static class CodeHtml
{
    /// <summary>Longer code stays plain, so that a page does not drown in elements.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Writes code; of a language that is not known, plain.</summary>
    /// <param name="renderer">Where.</param>
    /// <param name="code">The code.</param>
    /// <param name="language">What stands after the fence.</param>
    public static void Write(HtmlRenderer renderer, string code, string language)
    {
        var at = 0;
        foreach (var piece in Scan(code, language.Split(' ', '{', ',')[0]))
        {
            renderer.WriteEscape(code.AsSpan(at, piece.Start - at));
            renderer.Write("<span class=\"").Write(ClassOf(piece.Kind)).Write("\">");
            renderer.WriteEscape(code.AsSpan(piece.Start, piece.End - piece.Start));
            renderer.Write("</span>");
            at = piece.End;
        }

        renderer.WriteEscape(code.AsSpan(at));
    }

    private static List<CodePiece> Scan(string code, string language) => code.Length > MaxLength ? []
        : CodeLanguages.IsMarkup(language) ? MarkupScanner.Scan(code)
        : CodeLanguages.Find(language) is { } known ? WordScanner.Scan(code, known)
        : [];

    private static string ClassOf(CodeKind kind) => kind switch
    {
        CodeKind.Keyword => "code-keyword",
        CodeKind.String => "code-string",
        CodeKind.Number => "code-number",
        CodeKind.Comment => "code-comment",
        CodeKind.Type => "code-type",
        CodeKind.Call => "code-call",
        CodeKind.Property => "code-property",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Plain code has no colour."),
    };
}
