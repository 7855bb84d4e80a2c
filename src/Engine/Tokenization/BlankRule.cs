namespace Chameleon.Engine.Tokenization;

/// <summary><c>([\t\n]|    |  )</c>: a tab, a line feed, four spaces or two, in this order.</summary>
internal sealed class BlankRule : ISplitRule
{
    public bool Find(ReadOnlySpan<char> text, out int start, out int length)
    {
        start = 0;
        while (start < text.Length)
        {
            var step = text[start..].IndexOfAny('\t', '\n', ' ');
            if (step < 0)
            {
                break;
            }

            start += step;
            length = LengthAt(text[start..]);
            if (length > 0)
            {
                return true;
            }

            start++;
        }

        length = 0;
        return false;
    }

    private static int LengthAt(ReadOnlySpan<char> text) =>
        text[0] != ' ' ? 1
        : text.StartsWith("    ") ? 4
        : text.StartsWith("  ") ? 2
        : 0;
}
