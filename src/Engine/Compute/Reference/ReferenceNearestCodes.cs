using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>
/// Vector quantisation as in <c>VectorQuantizer</c> of CompVis/taming-transformers: (Σz² + Σe²) − 2·z·e in float32,
/// each sum one chain of fused multiply-adds, the first of equals wins. A latent with NaN gets code 0.
/// </summary>
internal static unsafe class ReferenceNearestCodes
{
    /// <summary>Writes the nearest code of each latent.</summary>
    public static void Find(Tensor latents, Tensor codebook, Span<int> codes)
    {
        OperandChecks.NearestCodes(latents, codebook, codes.Length);
        var z = (float*)latents.Address;
        var e = (float*)codebook.Address;
        var (count, channels) = (codebook.Shape[0], codebook.Shape[1]);
        var codeNorms = new float[count];
        for (var code = 0; code < count; code++)
        {
            var row = e + ((long)code * channels);
            codeNorms[code] = Dot(row, row, channels);
        }

        for (var i = 0; i < codes.Length; i++, z += channels)
        {
            var norm = Dot(z, z, channels);
            var (best, bestDistance) = (0, float.PositiveInfinity);
            for (var code = 0; code < count; code++)
            {
                var distance = norm + codeNorms[code] - (2 * Dot(z, e + ((long)code * channels), channels));
                if (distance < bestDistance)
                {
                    (best, bestDistance) = (code, distance);
                }
            }

            codes[i] = best;
        }
    }

    private static float Dot(float* x, float* y, int length)
    {
        var sum = 0f;
        for (var k = 0; k < length; k++)
        {
            sum = MathF.FusedMultiplyAdd(x[k], y[k], sum);
        }

        return sum;
    }
}
