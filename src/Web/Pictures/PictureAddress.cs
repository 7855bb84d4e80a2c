using System.Globalization;
using Chameleon.Web.Data;

namespace Chameleon.Web.Pictures;

/// <summary>Where the browser finds pictures: they never travel over the circuit.</summary>
internal static class PictureAddress
{
    /// <summary>A picture of the store.</summary>
    public static string Of(PictureHash hash) => $"/pictures/{hash}";

    /// <summary>A picture under way; another version is another address, so that no cache shows an old one.</summary>
    public static string OfPreview(MessageId answer, int picture, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"/previews/{answer}/{picture}?{version}");
}
