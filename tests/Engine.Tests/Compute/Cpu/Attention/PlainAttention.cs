using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Tests.Compute.Cpu.Attention;

/// <summary>
/// The law of attention in plain loops: a score is one chain over the elements, then the key's scale, then the factor; stretches
/// of 128 tokens; a value's scale goes to its weight; everything in ascending order.
/// </summary>
internal static class PlainAttention
{
    private const int Stretch = 128;

    /// <summary>Every row of a sequence: [tokens, heads · headDim].</summary>
    public static float[] Rows(SequenceData data, int heads, KvLayout layout)
    {
        var output = new float[data.Tokens * heads * layout.HeadDim];
        var (keys, keyScales) = Codes(data.Keys, layout);
        var (values, valueScales) = Codes(data.Values, layout);
        for (var row = 0; row < data.Tokens; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                var at = ((row * heads) + head) * layout.HeadDim;
                var query = data.Queries.AsSpan(at, layout.HeadDim);
                Row(query, row + 1, head / (heads / layout.KvHeads), layout, keys, keyScales, values, valueScales, output.AsSpan(at, layout.HeadDim));
            }
        }

        return output;
    }

    private static void Row(
        ReadOnlySpan<float> query, int tokens, int kvHead, KvLayout layout, float[] keys, float[] keyScales, float[] values, float[] valueScales, Span<float> sums)
    {
        var (maximum, total) = (float.NegativeInfinity, 0f);
        for (var start = 0; start < tokens; start += Stretch)
        {
            var scores = new float[Math.Min(Stretch, tokens - start)];
            for (var t = 0; t < scores.Length; t++)
            {
                var cached = ((start + t) * layout.KvHeads) + kvHead;
                for (var d = 0; d < layout.HeadDim; d++)
                {
                    scores[t] = MathF.FusedMultiplyAdd(keys[(cached * layout.HeadDim) + d], query[d], scores[t]);
                }

                scores[t] = scores[t] * keyScales[cached] * (1 / MathF.Sqrt(layout.HeadDim));
            }

            var greatest = Math.Max(maximum, scores.Max());
            var (rescale, added) = (Exp(maximum - greatest), 0f);
            for (var d = 0; d < sums.Length; d++)
            {
                sums[d] *= rescale;
            }

            for (var t = 0; t < scores.Length; t++)
            {
                var weight = Exp(scores[t] - greatest);
                added += weight;
                var cached = ((start + t) * layout.KvHeads) + kvHead;
                weight *= valueScales[cached];
                for (var d = 0; d < sums.Length; d++)
                {
                    sums[d] = MathF.FusedMultiplyAdd(values[(cached * layout.HeadDim) + d], weight, sums[d]);
                }
            }

            (maximum, total) = (greatest, (total * rescale) + added);
        }

        foreach (ref var sum in sums)
        {
            sum /= total;
        }
    }

    /// <summary>What a cache makes of some rows: elements without their scales, and a scale for each.</summary>
    private static unsafe (float[] Elements, float[] Scales) Codes(float[] rows, KvLayout layout)
    {
        var (elements, scales) = (new float[rows.Length], new float[rows.Length / layout.HeadDim]);
        fixed (byte* codes = new byte[layout.HeadDim * sizeof(float)])
        {
            for (var i = 0; i < scales.Length; i++)
            {
                scales[i] = KvCodec.Encode(layout.Element, rows.AsSpan(i * layout.HeadDim, layout.HeadDim), codes);
                for (var d = 0; d < layout.HeadDim; d++)
                {
                    elements[(i * layout.HeadDim) + d] = KvCodec.Decode(layout.Element, codes, d);
                }
            }
        }

        return (elements, scales);
    }

    private static float Exp(float x) => VectorMath<Vector128<float>, Isa128>.Exp(Vector128.Create(x))[0];
}
