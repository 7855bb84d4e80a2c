namespace Chameleon.Engine.Tokenization;

/// <summary>
/// A run of letters of one range between a fixed head and a fixed last character:
/// <c>&lt;sentinel:[0-9]+&gt;</c>, <c>IMGIMG[A-I]{1,4}Z</c>.
/// </summary>
/// <param name="head">What the match begins with.</param>
/// <param name="first">First character of the range.</param>
/// <param name="last">Last character of the range; <paramref name="tail"/> lies outside.</param>
/// <param name="most">Longest run, at least 1.</param>
/// <param name="tail">What the match ends with.</param>
internal sealed class BracketRule(string head, char first, char last, int most, char tail) : ISplitRule
{
    public bool Find(ReadOnlySpan<char> text, out int start, out int length)
    {
        start = 0;
        while (text[start..].IndexOf(head) is >= 0 and var step)
        {
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

    private int LengthAt(ReadOnlySpan<char> text)
    {
        var rest = text[head.Length..];
        var run = rest.IndexOfAnyExceptInRange(first, last);
        return run >= 1 && run <= most && rest[run] == tail ? head.Length + run + 1 : 0;
    }
}
