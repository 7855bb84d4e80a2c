using Chameleon.Web.Data;
using Chameleon.Web.Resources;

namespace Chameleon.Web.Components.Gallery;

/// <summary>A picture in a few words, for who does not see it.</summary>
internal static class PictureLabel
{
    private const int Length = 200;

    /// <summary>The words it was drawn from, or else where it comes from.</summary>
    public static string Of(Picture picture) => picture switch
    {
        { Prompt: { Length: > 0 } prompt } => prompt.Length > Length ? prompt[..Length] + "…" : prompt,
        { Origin: PictureOrigin.Drawn } => Words.DrawnPicture,
        _ => Words.GalleryUploadedPicture,
    };
}
