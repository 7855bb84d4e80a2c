using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>An original of which a mask tells what is drawn anew.</summary>
internal static class MaskedOriginal
{
    private static readonly ImageDecodeOptions Opacity = new() { OpacityOnly = true };

    /// <summary>The original's codes, null where the mask is transparent.</summary>
    /// <param name="request">With one original; its pictures are enumerated once.</param>
    /// <param name="mask">The mask's file.</param>
    /// <param name="engine">Encodes.</param>
    /// <param name="cancellationToken">Takes effect within a few rows of pixels, or one level of the encoder.</param>
    /// <exception cref="ArgumentException">There is not one original, or the mask does not fit it or leaves nothing to draw.</exception>
    /// <exception cref="ImageFormatException">A file is not read.</exception>
    /// <exception cref="GenerationException">The checkpoint has no picture encoder.</exception>
    public static async Task<IReadOnlyList<int?>> KeptAsync(
        ImageGenerationRequest request, DataContent mask, ChameleonEngine engine, CancellationToken cancellationToken)
    {
        AIContent[] originals = [.. (request.OriginalImages ?? []).Take(ChameleonImageGenerator.MaxOriginals)];
        if (originals is not [DataContent original])
        {
            throw ImageThrow.MaskWithout(originals.Length);
        }

        var opacity = ImageDecoder.Decode(mask.Data.Span, Opacity, cancellationToken);
        var pixels = ImageDecoder.Decode(original.Data.Span, cancellationToken: cancellationToken);
        if ((opacity.Width, opacity.Height) != (pixels.Width, pixels.Height))
        {
            throw ImageThrow.MaskSize(opacity, pixels);
        }

        var transparent = engine.TransparentCodes(opacity);
        if (!transparent.Contains(true))
        {
            throw ImageThrow.MaskOpaque();
        }

        var codes = await engine.EncodeAsync(pixels, cancellationToken).ConfigureAwait(false);
        return [.. codes.Zip(transparent, (code, isDrawn) => isDrawn ? (int?)null : code)];
    }
}
