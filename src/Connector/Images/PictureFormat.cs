using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>A kind of file that pictures are written as.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Extension">How names of such files end.</param>
/// <param name="Encode">Writes one; the notes go where the format has a place for them.</param>
internal sealed record PictureFormat(string MediaType, string Extension, Func<PixelImage, PictureNotes, byte[]> Encode)
{
    /// <summary>The only one that loses nothing and carries notes.</summary>
    public static PictureFormat Png { get; } = new("image/png", "png", static (image, notes) => ImageEncoder.Png(image, notes.ToText()));

    private static readonly PictureFormat Jpeg = new("image/jpeg", "jpg", static (image, _) => ImageEncoder.Jpeg(image));

    private static readonly PictureFormat WebP = new("image/webp", "webp", static (image, _) => ImageEncoder.Webp(image));

    /// <summary>The format of a media type; PNG where none is named.</summary>
    /// <exception cref="NotSupportedException">Pictures are not written so.</exception>
    public static PictureFormat Of(string? mediaType) => mediaType?.Trim().ToLowerInvariant() switch
    {
        null or "" or "image/*" or "image/png" => Png,
        "image/jpeg" or "image/jpg" => Jpeg,
        "image/webp" => WebP,
        _ => throw ImageThrow.MediaType(mediaType),
    };
}
