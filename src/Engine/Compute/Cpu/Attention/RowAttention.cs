using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Attention of one query or a few, as in decoding: keys and values are read where they lie, a stretch by all queries of one
/// head after another before the next stretch, which is the order in which they lie in a block. Every sum is taken in the
/// order of <see cref="AttentionTile{TVector, TIsa}"/>, so the bits are the same.
/// </summary>
internal static unsafe class RowAttention<TVector, TIsa, TElement>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TElement : unmanaged
{
    /// <summary>Computes the queries of some neighbouring heads.</summary>
    /// <param name="lanes">The queries of the first head; their results hold the running sums meanwhile.</param>
    /// <param name="head">The first head's keys and values, in blocks of whole tiles.</param>
    /// <param name="heads">Number of kv heads.</param>
    /// <param name="scale">Factor on q·k.</param>
    public static void Run(in QueryLanes lanes, in KvHead head, int heads, float scale)
    {
        var maxima = stackalloc float[heads * lanes.Count];
        var totals = stackalloc float[heads * lanes.Count];
        new Span<float>(maxima, heads * lanes.Count).Fill(float.NegativeInfinity);
        new Span<float>(totals, heads * lanes.Count).Clear();
        var tokens = lanes.Visible(lanes.Count - 1);
        var (tiles, next) = (default(StretchTiles), default(StretchTiles));
        next.Find(head, 0, tokens);
        for (var start = 0; start < tokens; start += Stretch.Tokens)
        {
            tiles = next;
            if (start + Stretch.Tokens < tokens)
            {
                next.Find(head, start + Stretch.Tokens, tokens);
            }

            for (var i = 0; i < heads; i++)
            {
                Attend(
                    lanes.Under(i), tiles, i, i + 1 < heads ? tiles : next, (i + 1) % heads, start, scale,
                    maxima + (i * lanes.Count), totals + (i * lanes.Count));
            }
        }

        for (var i = 0; i < heads * lanes.Count; i++)
        {
            Divide(lanes.Under(i / lanes.Count).Result(i % lanes.Count), lanes.HeadDim, totals[i]);
        }
    }

    /// <summary>One stretch under one head.</summary>
    private static void Attend(
        in QueryLanes lanes, in StretchTiles tiles, int head, in StretchTiles nextTiles, int nextHead, int start, float scale, float* maxima, float* totals)
    {
        var values = stackalloc long[StretchTiles.AtOnce];
        var next = stackalloc long[StretchTiles.AtOnce];
        tiles.ValueStreams(head, values);
        nextTiles.KeyStreams(nextHead, next);
        var weights = stackalloc float[Stretch.Tokens];
        var factors = stackalloc float[Stretch.Tokens];
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var length = Math.Min(Stretch.Tokens, lanes.Visible(lane) - start);
            if (length <= 0)
            {
                continue;
            }

            var sums = lanes.Result(lane);
            KeyScores<TVector, TIsa, TElement>.Compute(lanes.Query(lane), lanes.HeadDim, tiles, head, scale, weights, values);
            new Span<float>(weights + length, Stretch.Tokens - length).Fill(float.NegativeInfinity); // which weighs nothing
            var rescale = Weigh(weights, ref maxima[lane]);
            if (start > 0)
            {
                Scale(sums, lanes.HeadDim, rescale);
            }
            else
            {
                new Span<float>(sums, lanes.HeadDim).Clear();
            }

            var added = RowSums<TVector, TIsa, TElement>.Add(
                tiles, head, length, weights, Factors(tiles, head, weights, factors), lanes.HeadDim, sums, next);
            totals[lane] = (totals[lane] * rescale) + added;
        }
    }

    /// <summary>Scores to weights; returns the factor that takes older sums to the new maximum.</summary>
    private static float Weigh(float* weights, ref float maximum)
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

        var rescale = ScalarExp(maximum - now);
        maximum = now;
        return rescale;
    }

    /// <summary>What values are multiplied by: their weights, with their scales if they have such.</summary>
    private static float* Factors(in StretchTiles tiles, int head, float* weights, float* factors)
    {
        if (typeof(TElement) != typeof(sbyte))
        {
            return weights;
        }

        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var first = tile * KvLayout.KeyTile;
            var scales = tiles.ValueScales(head, tile);
            for (var t = 0; t < KvLayout.KeyTile; t += TIsa.Lanes)
            {
                TIsa.Store(TIsa.Multiply(TIsa.Load(weights + first + t), TIsa.Load(scales + t)), factors + first + t);
            }
        }

        return factors;
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
