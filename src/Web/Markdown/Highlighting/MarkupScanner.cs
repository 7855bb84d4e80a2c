namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>Cuts tags, their attributes and remarks out of HTML or XML, in time in proportion to its length.</summary>
internal static class MarkupScanner
{
    private static readonly QuoteRule Remark = new("<!--", "-->", CodeKind.Comment, Escapes: false, IsLong: true);

    /// <summary>The pieces that are more than plain, in order.</summary>
    public static List<CodePiece> Scan(string code)
    {
        var pieces = new List<CodePiece>();
        for (var i = 0; i < code.Length;)
        {
            if (code[i] != '<')
            {
                i++;
            }
            else if (string.CompareOrdinal(code, i, Remark.Open, 0, Remark.Open.Length) == 0)
            {
                var end = Remark.EndOf(code, i);
                pieces.Add(new CodePiece(Remark.Kind, i, end));
                i = end;
            }
            else
            {
                i = Tag(code, i, pieces);
            }
        }

        return pieces;
    }

    private static int Tag(string code, int start, List<CodePiece> pieces)
    {
        var i = start + 1;
        while (i < code.Length && (code[i] is '/' or '?' or '!' || IsName(code[i])))
        {
            i++;
        }

        if (i == start + 1)
        {
            return i;
        }

        pieces.Add(new CodePiece(CodeKind.Keyword, start, i));
        while (i < code.Length && code[i] is not ('>' or '<'))
        {
            var from = i;
            if (code[i] is '"' or '\'')
            {
                var end = code.IndexOf(code[i], i + 1);
                i = end < 0 ? code.Length : end + 1;
                pieces.Add(new CodePiece(CodeKind.String, from, i));
            }
            else if (IsName(code[i]))
            {
                while (i < code.Length && IsName(code[i]))
                {
                    i++;
                }

                pieces.Add(new CodePiece(CodeKind.Property, from, i));
            }
            else
            {
                i++;
            }
        }

        if (i < code.Length && code[i] == '>')
        {
            pieces.Add(new CodePiece(CodeKind.Keyword, i, i + 1));
            i++;
        }

        return i;
    }

    private static bool IsName(char c) => c is '-' or '_' or ':' or '.' or '@' || char.IsLetterOrDigit(c);
}
