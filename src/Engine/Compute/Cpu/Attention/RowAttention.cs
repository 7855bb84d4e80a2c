using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Attention of one query or a few, as in decoding: keys and values are read where they lie, a stretch by all queries before
/// the next. Every sum is taken in the order of <see cref="AttentionTile{TVector, TIsa, TTile}"/>, so the bits are the same.
/// </summary>
internal static unsafe class RowAttention<TVector, TIsa, TElement>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TElement : unmanaged
{
    /// <summary>Computes lanes [first, first + count) of the queries.</summary>
    /// <param name="lanes">The queries; their results hold the running sums meanwhile.</param>
    /// <param name="first">First lane.</param>
    /// <param name="count">Number of lanes.</param>
    /// <param name="head">Keys and values, in blocks of whole tiles.</param>
    /// <param name="scale">Factor on q·k.</param>
    public static void Run(in QueryLanes lanes, int first, int count, in KvHead head, float scale)
    {
        var maxima = stackalloc float[count];
        var totals = stackalloc float[count];
        var weights = stackalloc float[Stretch.Tokens];
        new Span<float>(maxima, count).Fill(float.NegativeInfinity);
        new Span<float>(totals, count).Clear();
        for (var lane = 0; lane < count; lane++)
        {
            new Span<float>(lanes.Result(first + lane), lanes.HeadDim).Clear();
        }

        var tiles = default(StretchTiles);
        var tokens = lanes.Visible(first + count - 1);
        for (var start = 0; start < tokens; start += Stretch.Tokens)
        {
            tiles.Find(head, start, tokens);
            for (var lane = 0; lane < count; lane++)
            {
                var length = Math.Min(Stretch.Tokens, lanes.Visible(first + lane) - start);
                if (length > 0)
                {
                    Attend(lanes.Query(first + lane), tiles, head, start, length, scale, weights, ref maxima[lane], ref totals[lane], lanes.Result(first + lane));
                }
            }
        }

        for (var lane = 0; lane < count; lane++)
        {
            Divide(lanes.Result(first + lane), lanes.HeadDim, totals[lane]);
        }
    }

    private static void Attend(
        float* query, in StretchTiles tiles, in KvHead head, int start, int length, float scale,
        float* weights, ref float maximum, ref float total, float* sums)
    {
        KeyScores<TVector, TIsa, TElement>.Compute(query, tiles, head, start, length, scale, weights);
        new Span<float>(weights + length, Stretch.Tokens - length).Fill(float.NegativeInfinity); // which weighs nothing
        var rescale = Weigh(weights, ref maximum, ref total);
        if (start > 0)
        {
            Scale(sums, head.Layout.HeadDim, rescale);
        }

        if (typeof(TElement) == typeof(sbyte))
        {
            int segment;
            for (var done = 0; done < length; done += segment)
            {
                segment = Math.Min(length - done, head.Neighbours(start + done));
                KeyScores<TVector, TIsa, TElement>.ScaleEach(weights + done, head.ValueScale(start + done), segment);
            }
        }

        RowSums<TVector, TIsa, TElement>.Add(tiles, length, weights, head.Layout.HeadDim, sums);
    }

    /// <summary>Scores to weights; returns the factor that takes older sums to the new maximum.</summary>
    private static float Weigh(float* weights, ref float maximum, ref float total)
    {
        var greatest = TIsa.Broadcast(maximum);
        for (var t = 0; t < Stretch.Tokens; t += TIsa.Lanes)
        {
            greatest = TIsa.Max(greatest, TIsa.Load(weights + t));
        }

        var now = Greatest(greatest);
        var shift = TIsa.Broadcast(now);
        for (var t = 0; t < Stretch.Tokens; t += TIsa.Lanes)
        {
            TIsa.Store(VectorMath<TVector, TIsa>.Exp(TIsa.Subtract(TIsa.Load(weights + t), shift)), weights + t);
        }

        var added = 0f;
        for (var t = 0; t < Stretch.Tokens; t++)
        {
            added += weights[t];
        }

        var rescale = ScalarExp(maximum - now);
        (maximum, total) = (now, (total * rescale) + added);
        return rescale;
    }

    private static float Greatest(TVector values)
    {
        var lanes = stackalloc float[TIsa.Lanes];
        TIsa.Store(values, lanes);
        var greatest = lanes[0];
        for (var i = 1; i < TIsa.Lanes; i++)
        {
            greatest = MathF.Max(greatest, lanes[i]);
        }

        return greatest;
    }

    private static float ScalarExp(float x)
    {
        var lanes = stackalloc float[TIsa.Lanes];
        TIsa.Store(VectorMath<TVector, TIsa>.Exp(TIsa.Broadcast(x)), lanes);
        return lanes[0];
    }

    private static void Scale(float* output, nint headDim, float factor)
    {
        nint d = 0;
        for (; d <= headDim - TIsa.Lanes; d += TIsa.Lanes)
        {
            TIsa.Store(TIsa.Multiply(TIsa.Load(output + d), TIsa.Broadcast(factor)), output + d);
        }

        for (; d < headDim; d++)
        {
            output[d] *= factor;
        }
    }

    private static void Divide(float* output, nint headDim, float divisor)
    {
        for (nint d = 0; d < headDim; d++)
        {
            output[d] /= divisor;
        }
    }
}
