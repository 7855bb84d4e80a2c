namespace Chameleon.Engine.Generation;

/// <summary>How pictures are drawn.</summary>
public sealed record PictureOptions
{
    /// <summary>How codes are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.ForPictures;

    /// <summary>
    /// Guidance by the text: logits = U + imageScale·(I − U) + textScale·(F − I), U without any prompt, I with only
    /// its pictures, F with all of it. 1 with <see cref="ImageGuidanceScale"/> 1 is no guidance.
    /// </summary>
    public float TextGuidanceScale { get; init; } = 3;

    /// <summary>Guidance by the prompt's pictures.</summary>
    public float ImageGuidanceScale { get; init; } = 1.2f;

    /// <summary>What the picture shall not be: stands in place of nothing in U. Null or empty: nothing.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Sends a preview every so many codes; 0 sends none.</summary>
    public int PreviewEvery { get; init; }

    /// <summary>Says how far a picture is, without a preview, every so many codes; 0 does not.</summary>
    public int ProgressEvery { get; init; }

    /// <summary>
    /// Codes that the picture has already, in raster order, null where the model is to draw: so a part of a picture is drawn
    /// anew. One entry for each code of a picture; null draws all of it. Only in <see cref="GenerationMode.Picture"/>. The
    /// model draws from the top left to the bottom right, so what it draws fits what stands before it.
    /// </summary>
    public IReadOnlyList<int?>? Kept { get; init; }

    /// <summary>Processors of the caller's own, run after all others and before a code is drawn.</summary>
    public IReadOnlyList<ILogitsProcessor> Processors { get; init; } = [];

    /// <summary>
    /// Draws although the checkpoint does not say that its picture rows are trained. The caller answers for the
    /// licence of the weights and for the quality.
    /// </summary>
    public bool AllowUntrained { get; init; }
}
