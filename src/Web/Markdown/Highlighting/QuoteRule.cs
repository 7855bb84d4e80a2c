namespace Chameleon.Web.Markdown.Highlighting;

/// <summary>How texts in quotes, or remarks, begin and end in a language.</summary>
/// <param name="Open">What begins one.</param>
/// <param name="Close">What ends one.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Escapes">Whether a backslash makes the next character one of the text.</param>
/// <param name="IsLong">Whether it may go on over lines; one that may not ends with its line.</param>
internal sealed record QuoteRule(string Open, string Close, CodeKind Kind = CodeKind.String, bool Escapes = true, bool IsLong = false)
{
    /// <summary>Where one that begins here ends; the end of the code when nothing ends it.</summary>
    public int EndOf(ReadOnlySpan<char> code, int start)
    {
        for (var i = start + Open.Length; i < code.Length; i++)
        {
            if (Escapes && code[i] == '\\' && (IsLong || i + 1 >= code.Length || code[i + 1] != '\n'))
            {
                i++;
            }
            else if (Close.Length > 0 && code[i..].StartsWith(Close, StringComparison.Ordinal))
            {
                return i + Close.Length;
            }
            else if (!IsLong && code[i] == '\n')
            {
                return i;
            }
        }

        return code.Length;
    }
}
