using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Weighted sums of values for two vectors of queries: six elements of a value by two vectors, twelve sums in registers.
/// Values are read as they lie, token by token; a tile of the matrix kernels would want them transposed.
/// </summary>
internal static unsafe class ValueTile<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private const int ElementsAtOnce = 6;

    /// <summary>sums[d, lane] (+)= Σₜ values[t, d] · weights[t, lane], one chain in ascending order of t.</summary>
    /// <param name="values">[count, valueStride].</param>
    /// <param name="valueStride">Elements from one value to the next.</param>
    /// <param name="headDim">Length of a value.</param>
    /// <param name="weights">[count, 2 · lanes].</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="sums">[headDim, sumStride], of which two vectors of lanes are written.</param>
    /// <param name="sumStride">Elements from one element's sums to the next.</param>
    /// <param name="resume">Whether the chains go on from what is in the sums instead of from zero.</param>
    public static void Accumulate(
        float* values, nint valueStride, int headDim, float* weights, int count, float* sums, nint sumStride, bool resume)
    {
        var d = 0;
        for (; d <= headDim - ElementsAtOnce; d += ElementsAtOnce)
        {
            Six(values + d, valueStride, weights, count, sums + (d * sumStride), sumStride, resume);
        }

        for (; d < headDim; d++)
        {
            One(values + d, valueStride, weights, count, sums + (d * sumStride), resume);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(
        float* values, nint valueStride, float* weights, nint count, float* sums, nint sumStride, bool resume)
    {
        nint width = TIsa.Lanes;
        TVector s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        TVector s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        var sums3 = sums + (3 * sumStride);
        if (resume)
        {
            s00 = TIsa.Load(sums);
            s01 = TIsa.Load(sums + width);
            s10 = TIsa.Load(sums + sumStride);
            s11 = TIsa.Load(sums + sumStride + width);
            s20 = TIsa.Load(sums + (2 * sumStride));
            s21 = TIsa.Load(sums + (2 * sumStride) + width);
            s30 = TIsa.Load(sums3);
            s31 = TIsa.Load(sums3 + width);
            s40 = TIsa.Load(sums3 + sumStride);
            s41 = TIsa.Load(sums3 + sumStride + width);
            s50 = TIsa.Load(sums3 + (2 * sumStride));
            s51 = TIsa.Load(sums3 + (2 * sumStride) + width);
        }

        for (nint t = 0; t < count; t++, values += valueStride, weights += 2 * width)
        {
            var (w0, w1) = (TIsa.Load(weights), TIsa.Load(weights + width));
            var v0 = TIsa.Broadcast(values[0]);
            s00 = TIsa.FusedMultiplyAdd(v0, w0, s00);
            s01 = TIsa.FusedMultiplyAdd(v0, w1, s01);
            var v1 = TIsa.Broadcast(values[1]);
            s10 = TIsa.FusedMultiplyAdd(v1, w0, s10);
            s11 = TIsa.FusedMultiplyAdd(v1, w1, s11);
            var v2 = TIsa.Broadcast(values[2]);
            s20 = TIsa.FusedMultiplyAdd(v2, w0, s20);
            s21 = TIsa.FusedMultiplyAdd(v2, w1, s21);
            var v3 = TIsa.Broadcast(values[3]);
            s30 = TIsa.FusedMultiplyAdd(v3, w0, s30);
            s31 = TIsa.FusedMultiplyAdd(v3, w1, s31);
            var v4 = TIsa.Broadcast(values[4]);
            s40 = TIsa.FusedMultiplyAdd(v4, w0, s40);
            s41 = TIsa.FusedMultiplyAdd(v4, w1, s41);
            var v5 = TIsa.Broadcast(values[5]);
            s50 = TIsa.FusedMultiplyAdd(v5, w0, s50);
            s51 = TIsa.FusedMultiplyAdd(v5, w1, s51);
        }

        TIsa.Store(s00, sums);
        TIsa.Store(s01, sums + width);
        TIsa.Store(s10, sums + sumStride);
        TIsa.Store(s11, sums + sumStride + width);
        TIsa.Store(s20, sums + (2 * sumStride));
        TIsa.Store(s21, sums + (2 * sumStride) + width);
        TIsa.Store(s30, sums3);
        TIsa.Store(s31, sums3 + width);
        TIsa.Store(s40, sums3 + sumStride);
        TIsa.Store(s41, sums3 + sumStride + width);
        TIsa.Store(s50, sums3 + (2 * sumStride));
        TIsa.Store(s51, sums3 + (2 * sumStride) + width);
    }

    private static void One(float* values, nint valueStride, float* weights, nint count, float* sums, bool resume)
    {
        nint width = TIsa.Lanes;
        TVector s0 = default, s1 = default;
        if (resume)
        {
            s0 = TIsa.Load(sums);
            s1 = TIsa.Load(sums + width);
        }

        for (nint t = 0; t < count; t++, values += valueStride, weights += 2 * width)
        {
            var value = TIsa.Broadcast(*values);
            s0 = TIsa.FusedMultiplyAdd(value, TIsa.Load(weights), s0);
            s1 = TIsa.FusedMultiplyAdd(value, TIsa.Load(weights + width), s1);
        }

        TIsa.Store(s0, sums);
        TIsa.Store(s1, sums + width);
    }
}
