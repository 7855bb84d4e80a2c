using Chameleon.Cli.Chat;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.CommandLine;

/// <summary>Turns what the user named on the command line into parts of a prompt.</summary>
internal static class PromptReader
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads standard input where <c>-</c> stands and every picture; words that follow each other are one text.</summary>
    /// <exception cref="CommandFailure">Nothing was named, or a picture cannot be read.</exception>
    public static IReadOnlyList<PromptPart> Read(IReadOnlyList<PromptSegment> segments, Shell shell, CancellationToken cancellationToken)
    {
        var parts = new List<PromptPart>();
        var inputWasRead = false;
        foreach (var segment in segments)
        {
            switch (segment)
            {
                case PromptSegment.Picture picture:
                    parts.Add(new PromptPart.Picture(PictureFile.Read(shell.FullPath(picture.Path), cancellationToken)));
                    break;
                case PromptSegment.Text { Value: StandardInput } when inputWasRead:
                    throw CommandFailure.Usage("Standard input (-) can be read only once.");
                case PromptSegment.Text { Value: StandardInput }:
                    inputWasRead = true;
                    AddText(parts, shell.In.ReadToEnd().TrimEnd('\r', '\n'));
                    break;
                case PromptSegment.Text text:
                    AddText(parts, text.Value);
                    break;
            }
        }

        return parts.Count > 0 ? parts : throw CommandFailure.Usage("There is nothing to answer: give a text, a picture (--image FILE), or - for standard input.");
    }

    /// <summary>The words of a prompt, for names and notes.</summary>
    public static string Words(IEnumerable<PromptPart> parts) => string.Join(' ', parts.OfType<PromptPart.Text>().Select(part => part.Value));

    private static void AddText(List<PromptPart> parts, string text)
    {
        if (parts.Count > 0 && parts[^1] is PromptPart.Text before)
        {
            parts[^1] = new PromptPart.Text($"{before.Value} {text}");
        }
        else if (text.Length > 0)
        {
            parts.Add(new PromptPart.Text(text));
        }
    }
}
