using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Makes the exceptions of the image generator that it does not share with the chat client.</summary>
internal static class ImageThrow
{
    private const string RequestName = "request";

    public static ArgumentException NothingToDraw() => new(
        $"The request has neither a {nameof(ImageGenerationRequest.Prompt)} nor {nameof(ImageGenerationRequest.OriginalImages)}, so there is nothing to draw.",
        RequestName);

    public static ArgumentException TooManyOriginals() => new(
        $"The request has more than {ChameleonImageGenerator.MaxOriginals} {nameof(ImageGenerationRequest.OriginalImages)}, which is the limit.", RequestName);

    public static ArgumentException MaskWithout(int originals) => new(
        $"The request has {originals} {nameof(ImageGenerationRequest.OriginalImages)} and a mask, which needs exactly one, sent as {nameof(DataContent)}.");

    public static ArgumentException MaskSize(PixelImage mask, PixelImage original) => new(
        $"The mask is {mask.Width} × {mask.Height} pixels and the original {original.Width} × {original.Height}; send a mask of the original's size.");

    public static ArgumentException MaskOpaque() => new(
        "The mask is opaque everywhere, so nothing would be drawn; make transparent what shall be drawn anew.", RequestName);

    public static NotSupportedException MediaType(string mediaType) => new(
        $"{nameof(ImageGenerationOptions)}.{nameof(ImageGenerationOptions.MediaType)} is '{ShortText.Of(mediaType)}'; pictures are written as image/png, image/jpeg and image/webp.");

    public static NotSupportedException Original(AIContent? content) => new(
        $"{nameof(ImageGenerationRequest.OriginalImages)} holds {Describe(content)}; {nameof(DataContent)} with a picture is drawn from.");

    public static NotSupportedException RemoteOriginal() => new(
        $"{nameof(ImageGenerationRequest.OriginalImages)} names a picture by its address, and addresses are not fetched (the generator has no {nameof(IPictureFetcher)}); "
        + $"send its bytes as {nameof(DataContent)}.");

    private static string Describe(AIContent? content) => content switch
    {
        null => "null",
        DataContent data => $"data of the type '{ShortText.Of(data.MediaType)}'",
        _ => $"a {content.GetType().Name}",
    };
}
