namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>
/// The part of a picture that is resampled, in pixels and fractions of pixels. In float32: Pillow rounds the corners
/// so before it computes anything.
/// </summary>
internal readonly record struct SourceBox(float Left, float Top, float Right, float Bottom)
{
    /// <summary>The whole picture.</summary>
    public static SourceBox Whole(PixelImage image) => new(0, 0, image.Width, image.Height);
}
