using System.Text;

namespace Chameleon.Connector.Remote.Answers;

/// <summary>
/// Finds pictures written into text as <c>![…](data:image/…;base64,…)</c>, in pieces of any size. Text is held back only
/// while it may be the beginning of one; everything else passes at once.
/// </summary>
internal sealed class MarkdownPictures
{
    private const int LongestCaption = 200;
    private const int LongestType = 64;
    private const string Opening = "(data:image/";
    private const string Marker = ";base64";

    private readonly StringBuilder payload = new();
    private string held = "";

    /// <summary>Whether the text ended in the middle of a picture.</summary>
    public bool IsInPicture { get; private set; }

    /// <summary>Takes a piece of text, gives what is certain: text, or a picture's data URI.</summary>
    public IEnumerable<(string? Text, string? Picture)> Push(string piece)
    {
        var rest = held + piece;
        held = "";
        while (rest.Length > 0)
        {
            if (IsInPicture)
            {
                var end = rest.IndexOf(')', StringComparison.Ordinal);
                payload.Append(rest, 0, end < 0 ? rest.Length : end);
                if (end < 0)
                {
                    yield break;
                }

                yield return (null, TakePicture());
                rest = rest[(end + 1)..];
                continue;
            }

            var start = rest.IndexOf("![", StringComparison.Ordinal);
            if (start < 0)
            {
                var keep = rest[^1] == '!' ? 1 : 0;
                held = rest[^keep..];
                yield return (rest[..^keep], null);
                yield break;
            }

            var (length, data, open) = Match(rest.AsSpan(start));
            if (open)
            {
                held = rest[start..];
                yield return (rest[..start], null);
                yield break;
            }

            // What only looked like one is text up to where the next may begin.
            yield return (rest[..(start + (length == 0 ? 2 : 0))], null);
            if (length > 0)
            {
                IsInPicture = true;
                payload.Append(rest, start + data, length - data);
            }

            rest = rest[(start + Math.Max(length, 2))..];
        }
    }

    /// <summary>What is held back, which turns out to be text.</summary>
    public string Flush()
    {
        var text = held;
        held = "";
        return text;
    }

    /// <summary>How long a picture's opening is, and where in it the data URI begins; 0 when it is none; open when it may become one.</summary>
    private static (int Length, int Data, bool Open) Match(ReadOnlySpan<char> text)
    {
        var caption = text[2..].IndexOf(']');
        if (caption < 0 || caption > LongestCaption)
        {
            return (0, 0, caption < 0 && text.Length <= LongestCaption + 2);
        }

        var rest = text[(caption + 3)..];
        if (rest.Length < Opening.Length)
        {
            return (0, 0, Opening.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase));
        }

        if (!rest.StartsWith(Opening, StringComparison.OrdinalIgnoreCase))
        {
            return (0, 0, false);
        }

        var comma = rest.IndexOf(',');
        if (comma < 0 || comma > Opening.Length + LongestType)
        {
            return (0, 0, comma < 0 && rest.Length <= Opening.Length + LongestType);
        }

        return rest[..comma].EndsWith(Marker, StringComparison.OrdinalIgnoreCase)
            ? (caption + 3 + comma + 1, caption + 4, false)
            : (0, 0, false);
    }

    /// <summary>The data URI, without the title that markdown allows after it.</summary>
    private string TakePicture()
    {
        var picture = payload.ToString();
        payload.Clear();
        IsInPicture = false;
        var title = picture.IndexOfAny([' ', '\t', '\n', '"']);
        return title < 0 ? picture : picture[..title];
    }
}
