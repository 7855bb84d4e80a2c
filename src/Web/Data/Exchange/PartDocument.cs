namespace Chameleon.Web.Data.Exchange;

/// <summary>A piece of a message in an exported conversation: text, or the hash of a picture.</summary>
internal sealed record PartDocument(string? Text = null, string? Picture = null)
{
    public static PartDocument Of(MessagePart part) => part switch
    {
        TextPart text => new PartDocument(Text: text.Text),
        PicturePart picture => new PartDocument(Picture: picture.Hash.ToString()),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part."),
    };
}
