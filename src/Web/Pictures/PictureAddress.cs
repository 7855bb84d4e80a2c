using System.Globalization;
using Chameleon.Web.Data;

namespace Chameleon.Web.Pictures;

/// <summary>Where the browser finds pictures: they never travel over the circuit.</summary>
internal static class PictureAddress
{
    /// <summary>A picture of the store.</summary>
    public static string Of(PictureHash hash) => $"/pictures/{hash}";

    /// <summary>A small square copy of it.</summary>
    /// <param name="hash">Which picture.</param>
    /// <param name="size">One of <see cref="PictureThumbnails.Sizes"/>.</param>
    public static string OfThumbnail(PictureHash hash, int size) => string.Create(CultureInfo.InvariantCulture, $"/pictures/{hash}/thumbnail?size={size}");

    /// <summary>A picture under way; another version is another address, so that no cache shows an old one.</summary>
    public static string OfPreview(MessageId answer, int picture, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"/previews/{answer}/{picture}?{version}");
}
