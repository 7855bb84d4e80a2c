using System.Text;

namespace Chameleon.Cli.Terminal;

/// <summary>
/// Makes text that others wrote (a model, a file, a file name) harmless for a terminal: control characters could
/// otherwise move the cursor, retitle the window or type commands.
/// </summary>
internal static class TerminalText
{
    private const char ControlPictures = '\u2400';
    private const char DeletePicture = '\u2421';

    /// <summary>The text with control characters other than newline and tab as visible symbols. Works piecewise.</summary>
    public static string Escape(string text)
    {
        var first = text.AsSpan().IndexOfAny(Controls);
        if (first < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var c in text.AsSpan(first))
        {
            escaped.Append(c switch
            {
                '\n' or '\t' => c,
                < ' ' => (char)(ControlPictures + c),
                '\x7f' => DeletePicture,
                >= '\x80' and <= '\x9f' => '\ufffd',
                _ => c,
            });
        }

        return escaped.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Controls = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Where(c => char.IsControl((char)c) && c is not ('\n' or '\t')).Select(c => (char)c)]);
}
