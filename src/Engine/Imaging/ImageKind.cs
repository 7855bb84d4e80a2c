namespace Chameleon.Engine.Imaging;

/// <summary>The kinds of picture file that are read.</summary>
internal enum ImageKind
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Tiff,
    Avif,
}
