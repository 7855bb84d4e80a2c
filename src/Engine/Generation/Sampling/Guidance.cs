namespace Chameleon.Engine.Generation.Sampling;

/// <summary>
/// Classifier-free guidance (Ho &amp; Salimans 2022; three-way as in InstructPix2Pix, Brooks et al. 2022). All rows are
/// [vocabulary]; the result takes the place of the full row.
/// </summary>
internal static class Guidance
{
    /// <summary>full ← none + scale · (full − none).</summary>
    public static void TwoWay(Span<float> full, ReadOnlySpan<float> none, float scale)
    {
        for (var i = 0; i < full.Length; i++)
        {
            full[i] = none[i] + (scale * (full[i] - none[i]));
        }
    }

    /// <summary>full ← none + imageScale · (image − none) + textScale · (full − image).</summary>
    public static void ThreeWay(
        Span<float> full, ReadOnlySpan<float> image, ReadOnlySpan<float> none, float textScale, float imageScale)
    {
        for (var i = 0; i < full.Length; i++)
        {
            full[i] = none[i] + (imageScale * (image[i] - none[i])) + (textScale * (full[i] - image[i]));
        }
    }
}
