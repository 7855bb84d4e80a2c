namespace Chameleon.Web.Data.Pictures;

/// <summary>The kinds of picture file that are stored, told by their first bytes alone.</summary>
internal static class PictureMediaType
{
    /// <exception cref="ArgumentException">Another kind.</exception>
    public static string Of(ReadOnlySpan<byte> file, string name) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => throw new ArgumentException("The file is no PNG, JPEG or WebP picture; no other kind is stored.", name),
    };

    public static string Extension(string mediaType) => mediaType switch
    {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/webp" => ".webp",
        _ => throw new ArgumentOutOfRangeException(nameof(mediaType), mediaType, "No such kind of picture is stored."),
    };
}
