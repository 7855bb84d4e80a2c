namespace Chameleon.Cli.Chat;

/// <summary>A line of the conversation, told apart: a command or something to say.</summary>
/// <param name="Command">The command's name without slash; null for something to say.</param>
/// <param name="Rest">What follows the command, or the whole line.</param>
internal readonly record struct ChatLine(string? Command, string Rest)
{
    /// <summary>Reads a line. A slash with letters only after it makes a command; a path such as <c>/tmp/a.png</c> is none.</summary>
    public static ChatLine Parse(string line)
    {
        var trimmed = line.Trim();
        if (!trimmed.StartsWith('/'))
        {
            return new(null, trimmed);
        }

        var end = trimmed.AsSpan().IndexOfAny(" \t\n");
        var name = end < 0 ? trimmed[1..] : trimmed[1..end];
        return name.Length > 0 && name.All(char.IsAsciiLetter)
            ? new(name.ToLowerInvariant(), end < 0 ? "" : trimmed[end..].Trim())
            : new(null, trimmed);
    }
}
