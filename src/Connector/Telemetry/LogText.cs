using System.Globalization;
using System.Text;

namespace Chameleon.Connector.Telemetry;

/// <summary>
/// Text of others on its way into a log: nothing in it ends a line, moves a terminal's cursor or turns the reading
/// direction. Such characters become \uXXXX, which leaves JSON what it was.
/// </summary>
internal static class LogText
{
    private const int MostCharacters = 64 * 1024;

    /// <summary>The text, harmless and of bounded length; "" for null.</summary>
    public static string Escape(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var cut = text.Length > MostCharacters;
        var kept = cut ? text.AsSpan(0, MostCharacters) : text;
        var first = FirstHarmful(kept);
        if (first < 0 && !cut)
        {
            return text;
        }

        var result = new StringBuilder(kept.Length + 16);
        foreach (var character in kept)
        {
            _ = IsHarmful(character)
                ? result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}")
                : result.Append(character);
        }

        return cut ? result.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString() : result.ToString();
    }

    private static int FirstHarmful(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsHarmful(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsHarmful(char character) =>
        char.IsControl(character)
        || character is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F'
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
