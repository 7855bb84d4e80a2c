namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Scaled products of one query with keys that lie next to each other: for each key one chain of fused multiply-adds in
/// ascending order, eight keys at a time to hide its latency. Scalar, and yet faster than memory delivers keys.
/// </summary>
internal static unsafe class RowScores
{
    private const int KeysAtOnce = 8;

    /// <summary>scores[t] = scale · (query · keys[t]).</summary>
    /// <param name="query">[headDim].</param>
    /// <param name="keys">[count, headDim].</param>
    /// <param name="count">Number of keys.</param>
    /// <param name="headDim">Length of a key.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="scores">[count].</param>
    public static void Compute(float* query, float* keys, int count, nint headDim, float scale, float* scores)
    {
        var t = 0;
        for (; t <= count - KeysAtOnce; t += KeysAtOnce, keys += KeysAtOnce * headDim)
        {
            Eight(query, keys, headDim, scale, scores + t);
        }

        for (; t < count; t++, keys += headDim)
        {
            var sum = 0f;
            for (nint d = 0; d < headDim; d++)
            {
                sum = MathF.FusedMultiplyAdd(keys[d], query[d], sum);
            }

            scores[t] = sum * scale;
        }
    }

    private static void Eight(float* query, float* keys, nint headDim, float scale, float* scores)
    {
        var k0 = keys;
        var k1 = k0 + headDim;
        var k2 = k1 + headDim;
        var k3 = k2 + headDim;
        var k4 = k3 + headDim;
        var k5 = k4 + headDim;
        var k6 = k5 + headDim;
        var k7 = k6 + headDim;
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (nint d = 0; d < headDim; d++)
        {
            var q = query[d];
            s0 = MathF.FusedMultiplyAdd(k0[d], q, s0);
            s1 = MathF.FusedMultiplyAdd(k1[d], q, s1);
            s2 = MathF.FusedMultiplyAdd(k2[d], q, s2);
            s3 = MathF.FusedMultiplyAdd(k3[d], q, s3);
            s4 = MathF.FusedMultiplyAdd(k4[d], q, s4);
            s5 = MathF.FusedMultiplyAdd(k5[d], q, s5);
            s6 = MathF.FusedMultiplyAdd(k6[d], q, s6);
            s7 = MathF.FusedMultiplyAdd(k7[d], q, s7);
        }

        (scores[0], scores[1], scores[2], scores[3]) = (s0 * scale, s1 * scale, s2 * scale, s3 * scale);
        (scores[4], scores[5], scores[6], scores[7]) = (s4 * scale, s5 * scale, s6 * scale, s7 * scale);
    }
}
