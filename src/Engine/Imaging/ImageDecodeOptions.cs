namespace Chameleon.Engine.Imaging;

/// <summary>
/// Limits on a picture file and what is done for the person who sent it. The defaults suit an upload by a stranger;
/// <see cref="Parity"/> gives the pixels that the reference implementation's processors see.
/// </summary>
public sealed record ImageDecodeOptions
{
    /// <summary>The defaults.</summary>
    public static ImageDecodeOptions Upload { get; } = new();

    /// <summary>Pixels as transformers 4.57's Chameleon processor sees them through Pillow.</summary>
    public static ImageDecodeOptions Parity { get; } = new() { Upright = false, ScaleGrey16 = false, HonourColourKey = false };

    /// <summary>Largest file in bytes.</summary>
    public int MaxBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Largest width · height, read from the header before anything is decoded.</summary>
    public long MaxPixels { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest ratio of the longer side to the shorter one.</summary>
    public int MaxAspectRatio { get; init; } = 1000;

    /// <summary>
    /// Turn the picture as its orientation tag says. When false the pixels stay as stored, except in TIFF, where
    /// Pillow turns them too.
    /// </summary>
    public bool Upright { get; init; } = true;

    /// <summary>Keep the high byte of 16-bit grey; when false values above 255 become 255, as in Pillow.</summary>
    public bool ScaleGrey16 { get; init; } = true;

    /// <summary>
    /// Treat the transparent colour of a PNG without alpha as transparent; when false it is an ordinary colour, as
    /// for transformers 4.57. Palettes and grey pictures are transparent in either case.
    /// </summary>
    public bool HonourColourKey { get; init; } = true;

    /// <summary>
    /// Give opacity instead of colours, the same in all three channels: 0 where nothing shows, 255 everywhere in a picture
    /// without transparency. For masks.
    /// </summary>
    public bool OpacityOnly { get; init; }
}
