using System.Text;

namespace Chameleon.Web.Data.Chats;

/// <summary>Checks and tidies the parts that a caller hands over.</summary>
internal static class MessageParts
{
    /// <returns>A copy in which adjacent texts are one and empty ones are gone.</returns>
    /// <exception cref="ArgumentException">More than is stored.</exception>
    public static IReadOnlyList<MessagePart> Tidy(IEnumerable<MessagePart> parts, string name)
    {
        ArgumentNullException.ThrowIfNull(parts, name);
        var tidy = new List<MessagePart>();
        var text = new StringBuilder();
        var length = 0;
        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, name);
            if (part is TextPart { Text: var piece })
            {
                text.Append(piece);
                length = checked(length + piece.Length);
            }
            else
            {
                EndText();
                tidy.Add(part);
            }

            if (length > DataLimits.Text || tidy.Count > DataLimits.Parts)
            {
                throw new ArgumentException(
                    $"A message holds at most {DataLimits.Text} characters and {DataLimits.Parts} parts; this one has more.", name);
            }
        }

        EndText();
        return tidy;

        void EndText()
        {
            if (text.Length > 0)
            {
                tidy.Add(new TextPart(text.ToString()));
                text.Clear();
            }
        }
    }
}
