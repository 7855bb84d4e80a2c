namespace Chameleon.Engine.Generation.Sampling;

/// <summary>Which sequences a picture is guided by.</summary>
internal enum GuidanceKind
{
    /// <summary>The full sequence alone.</summary>
    None,

    /// <summary>Full and none.</summary>
    TwoWay,

    /// <summary>Full, image only, and none.</summary>
    ThreeWay,
}

/// <summary>
/// How one picture is guided: U + imageScale·(I − U) + textScale·(F − I), with the sequences that cancel out left away.
/// </summary>
/// <param name="Kind">Which sequences there are.</param>
/// <param name="TextScale">Of F − I; of F − U in the two-way form.</param>
/// <param name="ImageScale">Of I − U.</param>
internal readonly record struct PictureGuidance(GuidanceKind Kind, float TextScale, float ImageScale)
{
    /// <summary>The guidance that options ask for.</summary>
    /// <param name="options">The scales.</param>
    /// <param name="imageEqualsNone">Whether I and U are the same sequence: no pictures before, nothing in place of nothing.</param>
    public static PictureGuidance For(PictureOptions options, bool imageEqualsNone)
    {
        var (text, image) = (options.TextGuidanceScale, options.ImageGuidanceScale);
        if (imageEqualsNone || text == image)
        {
            return new PictureGuidance(text == 1 ? GuidanceKind.None : GuidanceKind.TwoWay, text, text);
        }

        return new PictureGuidance(GuidanceKind.ThreeWay, text, image);
    }
}
