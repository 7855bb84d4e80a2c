using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Scaled products of one query with keys that lie next to each other: for each key one chain of fused multiply-adds in
/// ascending order. Sixteen keys go at a time, turned in squares of four by four so that each lane is a key's chain.
/// </summary>
internal static unsafe class RowScores
{
    private const int KeysAtOnce = 16;

    /// <summary>scores[t] = scale · (query · keys[t]).</summary>
    /// <param name="query">[headDim].</param>
    /// <param name="keys">[count, headDim].</param>
    /// <param name="count">Number of keys.</param>
    /// <param name="headDim">Length of a key.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="scores">[count].</param>
    /// <param name="ahead">[count, headDim] that will be wanted next.</param>
    public static void Compute(float* query, float* keys, int count, nint headDim, float scale, float* scores, float* ahead)
    {
        var t = 0;
        for (; t <= count - KeysAtOnce; t += KeysAtOnce)
        {
            Sixteen(query, keys + (t * headDim), headDim, scale, scores + t, ahead + (t * headDim));
        }

        for (; t < count; t++)
        {
            scores[t] = scale * Product(query, keys + (t * headDim), 0, headDim, 0);
            for (nint d = 0; d < headDim; d += Prefetch.LineFloats)
            {
                Prefetch.Line(ahead + (t * headDim) + d);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(float* query, float* keys, nint headDim, float scale, float* scores, float* ahead)
    {
        Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint d = 0;
        for (; d <= headDim - 4; d += 4)
        {
            var q = Vector128.Load(query + d);
            s0 = AddSquare(keys + d, headDim, q, s0);
            s1 = AddSquare(keys + (4 * headDim) + d, headDim, q, s1);
            s2 = AddSquare(keys + (8 * headDim) + d, headDim, q, s2);
            s3 = AddSquare(keys + (12 * headDim) + d, headDim, q, s3);
            var next = ahead + (KeysAtOnce * d); // a sixteenth of sixteen rows for each element of one
            Prefetch.Line(next);
            Prefetch.Line(next + Prefetch.LineFloats);
            Prefetch.Line(next + (2 * Prefetch.LineFloats));
            Prefetch.Line(next + (3 * Prefetch.LineFloats));
        }

        s0.Store(scores);
        s1.Store(scores + 4);
        s2.Store(scores + 8);
        s3.Store(scores + 12);
        for (var t = 0; t < KeysAtOnce; t++)
        {
            scores[t] = scale * Product(query, keys + (t * headDim), d, headDim, scores[t]);
        }
    }

    /// <summary>Four elements of four keys times those of the query, each lane a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AddSquare(float* keys, nint headDim, Vector128<float> query, Vector128<float> sums)
    {
        var (k0, k1) = (Vector128.Load(keys), Vector128.Load(keys + headDim));
        var (k2, k3) = (Vector128.Load(keys + (2 * headDim)), Vector128.Load(keys + (3 * headDim)));
        var (low02, high02) = (ZipLow(k0, k2), ZipHigh(k0, k2)); // 0₀ 2₀ 0₁ 2₁ and 0₂ 2₂ 0₃ 2₃
        var (low13, high13) = (ZipLow(k1, k3), ZipHigh(k1, k3));
        sums = Vector128.FusedMultiplyAdd(ZipLow(low02, low13), Vector128.Shuffle(query, Vector128.Create(0)), sums);
        sums = Vector128.FusedMultiplyAdd(ZipHigh(low02, low13), Vector128.Shuffle(query, Vector128.Create(1)), sums);
        sums = Vector128.FusedMultiplyAdd(ZipLow(high02, high13), Vector128.Shuffle(query, Vector128.Create(2)), sums);
        return Vector128.FusedMultiplyAdd(ZipHigh(high02, high13), Vector128.Shuffle(query, Vector128.Create(3)), sums);
    }

    private static float Product(float* query, float* key, nint start, nint end, float sum)
    {
        for (var d = start; d < end; d++)
        {
            sum = MathF.FusedMultiplyAdd(key[d], query[d], sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);
}
