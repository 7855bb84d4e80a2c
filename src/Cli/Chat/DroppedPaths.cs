using System.Text;

namespace Chameleon.Cli.Chat;

/// <summary>
/// Finds picture files in a line: a terminal that a file is dragged into types its path, quoted, escaped, as a file:
/// address or bare, as its maker thought best.
/// </summary>
/// <param name="folder">What relative paths start from.</param>
/// <param name="home">What <c>~/</c> stands for.</param>
/// <param name="exists">Whether there is such a file.</param>
internal sealed class DroppedPaths(string folder, string home, Func<string, bool> exists)
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".avif"];

    private static readonly string[] PathStarts = ["/", "~/", "./", "../", "file://"];

    /// <summary>Splits a line into words and picture files. Text keeps its form; blanks beside a picture go.</summary>
    public IReadOnlyList<PromptSegment> Split(string line)
    {
        if (Find(line.Trim()) is { } whole)
        {
            return [new PromptSegment.Picture(whole)];
        }

        var segments = new List<PromptSegment>();
        var textStart = 0;
        foreach (var (word, start, end) in Words(line))
        {
            if (Find(word) is { } path)
            {
                AddText(segments, line[textStart..start]);
                segments.Add(new PromptSegment.Picture(path));
                textStart = end;
            }
        }

        AddText(segments, line[textStart..]);
        return segments;
    }

    /// <summary>Words that are a path to a picture beyond doubt, but to none that exists.</summary>
    public IEnumerable<string> Missing(string line) =>
        from word in Words(line)
        where IsPath(word.Word) && HasPictureExtension(word.Word) && Find(line.Trim()) is null && Find(word.Word) is null
        select word.Word;

    /// <summary>The file that a word, as the user wrote it, names as a path; null when it names none.</summary>
    public string? Resolve(string argument)
    {
        var trimmed = argument.Trim();
        var (word, end) = trimmed.Length == 0 ? ("", 0) : NextWord(trimmed, 0);
        return new[] { trimmed, end == trimmed.Length ? word : "" }.Select(Locate).FirstOrDefault(path => path is not null && exists(path));
    }

    private static void AddText(List<PromptSegment> segments, string text)
    {
        if (text.Trim() is { Length: > 0 } trimmed)
        {
            segments.Add(new PromptSegment.Text(trimmed));
        }
    }

    private string? Find(string word) =>
        HasPictureExtension(word) && Locate(word) is { } path && exists(path)
            ? path
            : null;

    private static bool HasPictureExtension(string word) =>
        Array.Exists(Extensions, extension => word.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool IsPath(string word) =>
        Array.Exists(PathStarts, start => word.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private string? Locate(string word)
    {
        if (word.Length == 0 || word.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        if (word.StartsWith("file://", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(word, UriKind.Absolute, out var address) && address.IsLoopback ? Uri.UnescapeDataString(address.AbsolutePath) : null;
        }

        return word.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, word[2..]) : Path.GetFullPath(word, folder);
    }

    private static IEnumerable<(string Word, int Start, int End)> Words(string line)
    {
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            var (word, end) = NextWord(line, at);
            yield return (word, at, end);
            at = end;
        }
    }

    /// <summary>The word that begins at an index, as a shell would read it, and where it ends.</summary>
    private static (string Word, int End) NextWord(string line, int start)
    {
        var word = new StringBuilder();
        var quote = '\0';
        var at = start;
        for (; at < line.Length && (quote != '\0' || !char.IsWhiteSpace(line[at])); at++)
        {
            var c = line[at];
            if (c == '\\' && quote != '\'' && at + 1 < line.Length)
            {
                word.Append(line[++at]);
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"' && line.IndexOf(c, at + 1) >= 0)
            {
                quote = c;
            }
            else
            {
                word.Append(c);
            }
        }

        return (word.ToString(), at);
    }
}
