using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Attention of a single query, as in decoding: reads each key and value where it lies, once. Every sum is taken in the
/// order of <see cref="AttentionTile{TVector, TIsa, TTile}"/>, so the bits are the same.
/// </summary>
internal static unsafe class RowAttention<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Computes one query's result.</summary>
    /// <param name="query">[headDim].</param>
    /// <param name="rows">Keys and values.</param>
    /// <param name="tokens">Tokens [0, n) that the query sees.</param>
    /// <param name="scale">Factor on q·k.</param>
    /// <param name="headDim">Length of a query.</param>
    /// <param name="output">[headDim]; holds the running sums meanwhile.</param>
    public static void Run<TRows>(float* query, TRows rows, int tokens, float scale, int headDim, float* output)
        where TRows : struct, IKeyValueRows
    {
        var weights = stackalloc float[Stretch.Tokens];
        var (maximum, total) = (float.NegativeInfinity, 0f);
        new Span<float>(output, headDim).Clear();
        for (var start = 0; start < tokens; start += Stretch.Tokens)
        {
            var length = Math.Min(Stretch.Tokens, tokens - start);
            Scores(query, rows, start, length, scale, headDim, weights);
            var rescale = Weigh(weights, ref maximum, ref total);
            if (start > 0)
            {
                Scale(output, headDim, rescale);
            }

            Accumulate(rows, start, length, tokens, weights, headDim, output);
        }

        Divide(output, headDim, total);
    }

    /// <summary>The scores of a stretch; past its end −∞, which weighs nothing.</summary>
    private static void Scores<TRows>(
        float* query, TRows rows, int start, int length, float scale, int headDim, float* scores)
        where TRows : struct, IKeyValueRows
    {
        int segment;
        for (var done = 0; done < length; done += segment)
        {
            segment = rows.Keys(start + done, length - done, out var keys);
            RowScores.Compute(query, keys, segment, headDim, scale, scores + done, ahead: rows.ValuePlace(start + done));
        }

        new Span<float>(scores + length, Stretch.Tokens - length).Fill(float.NegativeInfinity);
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

    private static void Accumulate<TRows>(
        TRows rows, int start, int length, int tokens, float* weights, int headDim, float* output)
        where TRows : struct, IKeyValueRows
    {
        int segment;
        for (var done = 0; done < length; done += segment)
        {
            segment = rows.Values(start + done, length - done, out var values);
            var next = start + done + Stretch.Tokens;
            var ahead = rows.KeyPlace(next < tokens ? next : start + done);

            nint d = 0;
            for (; d <= headDim - (8 * TIsa.Lanes); d += 8 * TIsa.Lanes)
            {
                AccumulateEight(values + d, headDim, segment, weights + done, output + d, ahead + d);
            }

            for (; d <= headDim - TIsa.Lanes; d += TIsa.Lanes)
            {
                AccumulateOne(values + d, headDim, segment, weights + done, output + d);
            }

            for (; d < headDim; d++)
            {
                for (nint t = 0; t < segment; t++)
                {
                    output[d] = MathF.FusedMultiplyAdd(values[(t * headDim) + d], weights[done + t], output[d]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateEight(
        float* values, nint headDim, int count, float* weights, float* output, float* ahead)
    {
        nint lanes = TIsa.Lanes;
        var (s0, s1) = (TIsa.Load(output), TIsa.Load(output + lanes));
        var (s2, s3) = (TIsa.Load(output + (2 * lanes)), TIsa.Load(output + (3 * lanes)));
        var (s4, s5) = (TIsa.Load(output + (4 * lanes)), TIsa.Load(output + (5 * lanes)));
        var (s6, s7) = (TIsa.Load(output + (6 * lanes)), TIsa.Load(output + (7 * lanes)));
        for (var t = 0; t < count; t++, values += headDim, ahead += headDim)
        {
            for (nint line = 0; line < 8 * lanes; line += Prefetch.LineFloats)
            {
                Prefetch.Line(ahead + line);
            }

            var weight = TIsa.Broadcast(weights[t]);
            s0 = TIsa.FusedMultiplyAdd(TIsa.Load(values), weight, s0);
            s1 = TIsa.FusedMultiplyAdd(TIsa.Load(values + lanes), weight, s1);
            s2 = TIsa.FusedMultiplyAdd(TIsa.Load(values + (2 * lanes)), weight, s2);
            s3 = TIsa.FusedMultiplyAdd(TIsa.Load(values + (3 * lanes)), weight, s3);
            s4 = TIsa.FusedMultiplyAdd(TIsa.Load(values + (4 * lanes)), weight, s4);
            s5 = TIsa.FusedMultiplyAdd(TIsa.Load(values + (5 * lanes)), weight, s5);
            s6 = TIsa.FusedMultiplyAdd(TIsa.Load(values + (6 * lanes)), weight, s6);
            s7 = TIsa.FusedMultiplyAdd(TIsa.Load(values + (7 * lanes)), weight, s7);
        }

        TIsa.Store(s0, output);
        TIsa.Store(s1, output + lanes);
        TIsa.Store(s2, output + (2 * lanes));
        TIsa.Store(s3, output + (3 * lanes));
        TIsa.Store(s4, output + (4 * lanes));
        TIsa.Store(s5, output + (5 * lanes));
        TIsa.Store(s6, output + (6 * lanes));
        TIsa.Store(s7, output + (7 * lanes));
    }

    private static void AccumulateOne(float* values, nint headDim, int count, float* weights, float* output)
    {
        var sum = TIsa.Load(output);
        for (var t = 0; t < count; t++, values += headDim)
        {
            sum = TIsa.FusedMultiplyAdd(TIsa.Load(values), TIsa.Broadcast(weights[t]), sum);
        }

        TIsa.Store(sum, output);
    }
}
