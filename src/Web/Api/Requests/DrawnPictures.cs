using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Puts the pictures of an answer that comes back as history where they stood between its words.</summary>
internal static class DrawnPictures
{
    /// <summary>Name of the field that says how many characters of the text stand before a picture.</summary>
    public const string Offset = "text_offset";

    /// <summary>The words with the pictures between them; those without a place come last.</summary>
    /// <param name="contents">What <c>content</c> holds.</param>
    /// <param name="pictures">What <c>images</c> holds.</param>
    public static List<AIContent> Place(List<AIContent> contents, IEnumerable<(JsonElement Item, string Path)> pictures)
    {
        var text = contents is [TextContent said] ? said.Text : "";
        List<AIContent> placed = text.Length > 0 ? [] : contents;
        var (written, letters) = (0, 0L);
        foreach (var (item, path) in pictures)
        {
            var fields = new JsonFields(item, path);
            var picture = PictureReader.Read(fields);
            var offset = fields.Whole(Offset, 0, int.MaxValue) ?? long.MaxValue;
            var end = written;
            while (end < text.Length && letters < offset)
            {
                Rune.DecodeFromUtf16(text.AsSpan(end), out _, out var length);
                (end, letters) = (end + length, letters + 1);
            }

            AddText(written, end);
            placed.Add(picture);
        }

        AddText(written, text.Length);
        return placed;

        void AddText(int start, int end)
        {
            if (end > start)
            {
                placed.Add(new TextContent(text[start..end]));
                written = end;
            }
        }
    }
}
