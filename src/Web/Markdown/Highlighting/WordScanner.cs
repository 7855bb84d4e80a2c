namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>
/// Cuts code into pieces, each character looked at a bounded number of times: whatever a model writes, half an expression
/// or a megabyte of quotes, takes time in proportion to its length.
/// </summary>
internal static class WordScanner
{
    private const int LongestKeyword = 16;

    /// <summary>The pieces that are more than plain, in order.</summary>
    public static List<CodePiece> Scan(string code, CodeLanguage language)
    {
        var pieces = new List<CodePiece>();
        for (var i = 0; i < code.Length;)
        {
            var piece = Quote(code, i, language) ?? Variable(code, i, language) ?? Number(code, i) ?? Word(code, i, language);
            if (piece is { } found)
            {
                if (found.Kind != CodeKind.Plain)
                {
                    pieces.Add(found);
                }

                i = found.End;
            }
            else
            {
                i++;
            }
        }

        return pieces;
    }

    private static CodePiece? Quote(string code, int start, CodeLanguage language)
    {
        foreach (var rule in language.Quotes)
        {
            if (string.CompareOrdinal(code, start, rule.Open, 0, rule.Open.Length) != 0
                || (rule.Open == "#" && language.HashBeginsWord && start > 0 && !char.IsWhiteSpace(code[start - 1])))
            {
                continue;
            }

            var end = rule.EndOf(code, start);
            return new CodePiece(language.HasKeys && rule.Kind == CodeKind.String && IsBeforeColon(code, end) ? CodeKind.Property : rule.Kind, start, end);
        }

        return null;
    }

    private static bool IsBeforeColon(string code, int end)
    {
        while (end < code.Length && code[end] is ' ' or '\t')
        {
            end++;
        }

        return end < code.Length && code[end] == ':';
    }

    private static CodePiece? Variable(string code, int start, CodeLanguage language)
    {
        if (language.Variable == '\0' || code[start] != language.Variable)
        {
            return null;
        }

        var end = start + 1;
        while (end < code.Length && (IsPartOfWord(code[end]) || code[end] is '{' or '}'))
        {
            end++;
        }

        return end == start + 1 ? null : new CodePiece(CodeKind.Property, start, end);
    }

    private static CodePiece? Number(string code, int start)
    {
        if (!char.IsAsciiDigit(code[start]))
        {
            return null;
        }

        var end = start + 1;
        while (end < code.Length && (IsPartOfWord(code[end]) || (code[end] == '.' && end + 1 < code.Length && char.IsAsciiDigit(code[end + 1]))))
        {
            end++;
        }

        return new CodePiece(CodeKind.Number, start, end);
    }

    private static CodePiece? Word(string code, int start, CodeLanguage language)
    {
        if (!IsPartOfWord(code[start]))
        {
            return null;
        }

        var end = start + 1;
        while (end < code.Length && IsPartOfWord(code[end]))
        {
            end++;
        }

        return new CodePiece(KindOf(code, start, end, language), start, end);
    }

    private static CodeKind KindOf(string code, int start, int end, CodeLanguage language)
    {
        if (end - start <= LongestKeyword && language.Keywords.Contains(code[start..end]))
        {
            return CodeKind.Keyword;
        }

        if (end < code.Length && code[end] == '(')
        {
            return CodeKind.Call;
        }

        return language.HasTypes && char.IsUpper(code[start]) ? CodeKind.Type : CodeKind.Plain;
    }

    private static bool IsPartOfWord(char c) => c == '_' || char.IsLetterOrDigit(c);
}
