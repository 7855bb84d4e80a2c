using System.Text;
using Chameleon.Web.Data.Chats;

namespace Chameleon.Web.Data.Exchange;

/// <summary>
/// Writes the branch that is shown as Markdown for reading. Each message stands under a comment that names its role, by
/// which <see cref="MarkdownImport"/> finds it again; a line of text that looks like one is marked with a backslash.
/// </summary>
internal static class MarkdownExport
{
    /// <summary>How the line above a message begins and ends; the role stands between.</summary>
    public const string MarkStart = "<!-- chameleon:", MarkEnd = " -->";

    public static async Task WriteAsync(ConversationSource source, Stream stream, CancellationToken cancellationToken)
    {
        var head = await source.HeadAsync(cancellationToken).ConfigureAwait(false);
        var types = (await source.PicturesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(
            static picture => picture.Hash, static picture => picture.MediaType);
        var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync($"# {head.Title}\n").ConfigureAwait(false);
            await foreach (var message in source.BranchAsync(head.Leaf, cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(Format(message, types).AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Format(StoredMessage message, Dictionary<PictureHash, string> types)
    {
        var text = new StringBuilder();
        text.Append('\n').Append(MarkStart).Append(Names.Of(message.Role)).Append(MarkEnd).Append("\n## ").Append(Heading(message.Role)).Append('\n');
        foreach (var part in message.Parts)
        {
            text.Append('\n');
            if (part is TextPart { Text: var piece })
            {
                AppendText(text, piece);
            }
            else if (part is PicturePart { Hash: var hash } && types.TryGetValue(hash, out var type))
            {
                text.Append("![picture](").Append(ZipExport.NameOf(hash, type)).Append(")\n");
            }
        }

        if (message.Error is { } error)
        {
            text.Append("\n> ").Append(error.ReplaceLineEndings(" ")).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendText(StringBuilder text, string piece)
    {
        foreach (var line in piece.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Append(line.TrimStart('\\').StartsWith(MarkStart, StringComparison.Ordinal) ? "\\" : "").Append(line).Append('\n');
        }
    }

    private static string Heading(MessageRole role) => role switch
    {
        MessageRole.User => "You",
        MessageRole.Assistant => "Chameleon",
        _ => "System",
    };
}
