using System.Text.RegularExpressions;
using Chameleon.Web.Data.Chats;

namespace Chameleon.Web.Data.Exchange;

/// <summary>Reads what <see cref="MarkdownExport"/> wrote. Blank lines at the edges of text and pictures are not kept.</summary>
internal static partial class MarkdownImport
{
    /// <exception cref="InvalidDataException">No message in it.</exception>
    public static ConversationDocument Read(string markdown, DateTimeOffset now)
    {
        var messages = new List<MessageDocument>();
        var title = "";
        string? role = null;
        var lines = new List<string>();
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (RoleOf(line) is { } next)
            {
                EndMessage();
                role = next;
            }
            else if (role is not null)
            {
                lines.Add(line);
            }
            else if (title.Length == 0 && line.StartsWith("# ", StringComparison.Ordinal))
            {
                title = line[2..].Trim();
            }
        }

        EndMessage();
        if (messages.Count == 0)
        {
            throw ImportThrow.Invalid("It is no conversation: neither JSON nor a zip file, and no Markdown that was exported here.");
        }

        return new ConversationDocument
        {
            Format = ConversationDocument.FormatName,
            Version = ConversationDocument.NewestVersion,
            Title = title.Length is > 0 and <= DataLimits.Title ? title : "Imported",
            Messages = messages,
        };

        void EndMessage()
        {
            if (role is not null)
            {
                messages.Add(new MessageDocument
                {
                    Id = messages.Count + 1,
                    Parent = messages.Count == 0 ? null : messages.Count,
                    Role = role,
                    State = Names.Of(MessageState.Done),
                    Created = now,
                    Parts = Parts(lines),
                });
                lines.Clear();
            }
        }
    }

    private static List<PartDocument> Parts(List<string> lines)
    {
        var parts = new List<PartDocument>();
        var text = new List<string>();
        // The heading is for the reader; the mark above it has told the role.
        foreach (var line in lines.Skip(lines is [var first, ..] && first.StartsWith("## ", StringComparison.Ordinal) ? 1 : 0))
        {
            if (PictureLine().Match(line) is { Success: true } picture)
            {
                EndText();
                parts.Add(new PartDocument(Picture: picture.Groups["hash"].Value));
            }
            else
            {
                text.Add(line.StartsWith('\\') && line.TrimStart('\\').StartsWith(MarkdownExport.MarkStart, StringComparison.Ordinal) ? line[1..] : line);
            }
        }

        EndText();
        return parts;

        void EndText()
        {
            if (string.Join('\n', text).Trim('\n') is { Length: > 0 } piece)
            {
                parts.Add(new PartDocument(Text: piece));
            }

            text.Clear();
        }
    }

    private static string? RoleOf(string line) => line switch
    {
        $"{MarkdownExport.MarkStart}system{MarkdownExport.MarkEnd}" => "system",
        $"{MarkdownExport.MarkStart}user{MarkdownExport.MarkEnd}" => "user",
        $"{MarkdownExport.MarkStart}assistant{MarkdownExport.MarkEnd}" => "assistant",
        _ => null,
    };

    [GeneratedRegex(@"^!\[[^\]]*\]\(pictures/[0-9a-f]{2}/(?<hash>[0-9a-f]{64})\.(png|jpg|webp)\)\z")]
    private static partial Regex PictureLine();
}
