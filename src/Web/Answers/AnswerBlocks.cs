using Chameleon.Web.Data;
using Chameleon.Web.Markdown;
using Chameleon.Web.Pictures;

namespace Chameleon.Web.Answers;

/// <summary>The blocks of an answer that is done.</summary>
internal static class AnswerBlocks
{
    /// <summary>In the order in which the model made them.</summary>
    public static IReadOnlyList<AnswerBlock> Of(IEnumerable<MessagePart> parts) => [.. parts.SelectMany(Of)];

    /// <summary>A picture of the store.</summary>
    public static AnswerBlock Of(PicturePart picture) =>
        new AnswerBlock.Picture(PictureAddress.Of(picture.Hash), picture.Width, picture.Height);

    private static IEnumerable<AnswerBlock> Of(MessagePart part) => part switch
    {
        PicturePart picture => [Of(picture)],
        TextPart text => MarkdownHtml.Blocks(text.Text).Select(block => new AnswerBlock.Text(block.Html)),
        _ => [],
    };
}
