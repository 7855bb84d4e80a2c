namespace Chameleon.Engine.Imaging;

/// <summary>Tells the kind of a file by its first bytes. Names and declared media types are never asked.</summary>
internal static class ImageSignature
{
    private const int LongestMarkupProlog = 1024;

    /// <exception cref="ImageFormatException">Not a kind that is read; the message names what it is, when known.</exception>
    public static ImageKind Sniff(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new ImageFormatException("The picture file is empty.");
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return ImageKind.Jpeg;
        }

        if (file.StartsWith(PngChunks.Signature))
        {
            return ImageKind.Png;
        }

        if (IsRiff(file, "WEBP"u8))
        {
            return ImageKind.WebP;
        }

        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
        {
            return ImageKind.Gif;
        }

        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
        {
            return ImageKind.Tiff;
        }

        if (AvifBoxes.HasBrand(file, "avif"u8) || AvifBoxes.HasBrand(file, "avis"u8))
        {
            return ImageKind.Avif;
        }

        var what = Foreign(file) is { } name ? $"is {name}" : "is not a picture of a known kind";
        throw new ImageFormatException($"The file {what}; JPEG, PNG, WebP, GIF, TIFF and AVIF pictures are read.");
    }

    private static string? Foreign(ReadOnlySpan<byte> file) => file switch
    {
        [(byte)'B', (byte)'M', ..] => "a BMP picture",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [(byte)'%', (byte)'!', ..] or [0xC5, 0xD0, 0xD3, 0xC6, ..] => "a PostScript document",
        [0, 0, 1, 0, ..] or [0, 0, 2, 0, ..] => "an icon",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document",
        [(byte)'I', (byte)'I', (byte)'+', 0, ..] or [(byte)'M', (byte)'M', 0, (byte)'+', ..] => "a BigTIFF picture",
        [0xFF, 0x0A, ..] or [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "a JPEG XL picture",
        [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "a JPEG 2000 picture",
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t', ..] => "a Netpbm picture",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive",
        [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "a program",
        _ when AvifBoxes.HasBrand(file, "heic"u8) || AvifBoxes.HasBrand(file, "mif1"u8) => "a HEIC picture",
        _ => Markup(file),
    };

    private static string? Markup(ReadOnlySpan<byte> file)
    {
        var text = file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file;
        text = text.TrimStart(" \t\r\n"u8);
        if (text is not [(byte)'<', ..])
        {
            return null;
        }

        return text[..Math.Min(text.Length, LongestMarkupProlog)].IndexOf("<svg"u8) >= 0 ? "an SVG drawing" : "a web page or XML document";
    }

    private static bool IsRiff(ReadOnlySpan<byte> file, ReadOnlySpan<byte> form) =>
        file.Length >= 12 && file.StartsWith("RIFF"u8) && file.Slice(8, 4).SequenceEqual(form);
}
