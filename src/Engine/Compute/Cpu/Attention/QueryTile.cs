using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Both products of attention for two vectors of queries, six elements at a time: twelve sums in registers. For scores the
/// inner index is that of a key's element and the elements are tokens; for weighted sums it is the other way round.
/// </summary>
internal static unsafe class QueryTile<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>sums[e, lane] (+)= Σᵢ rows[i, e] · factors[i, lane], one chain in ascending order of i.</summary>
    /// <param name="rows">[count, rowStride].</param>
    /// <param name="rowStride">From one row to the next.</param>
    /// <param name="elements">Elements of a row.</param>
    /// <param name="factors">[count, 2 · lanes].</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="sums">[elements, sumStride], of which two vectors of lanes are written.</param>
    /// <param name="sumStride">From one element's sums to the next.</param>
    /// <param name="resume">Whether the chains go on from what is in the sums instead of from zero.</param>
    public static void Accumulate(
        float* rows, nint rowStride, int elements, float* factors, int count, float* sums, nint sumStride, bool resume)
    {
        var sixes = elements / 6;
        if (sixes > 0 && elements % 6 is (2 or 3))
        {
            sixes--; // two fours are as quick as sixes, two ones are not
        }

        nint e = 0;
        for (; e < 6 * sixes; e += 6)
        {
            Six(rows + e, rowStride, factors, count, sums + (e * sumStride), sumStride, resume);
        }

        for (; e <= elements - 4; e += 4)
        {
            Four(rows + e, rowStride, factors, count, sums + (e * sumStride), sumStride, resume);
        }

        for (; e < elements; e++)
        {
            One(rows + e, rowStride, factors, count, sums + (e * sumStride), resume);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(
        float* rows, nint rowStride, float* factors, nint count, float* sums, nint sumStride, bool resume)
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

        for (nint i = 0; i < count; i++, rows += rowStride, factors += 2 * width)
        {
            var (w0, w1) = (TIsa.Load(factors), TIsa.Load(factors + width));
            var v0 = TIsa.Broadcast(rows[0]);
            s00 = TIsa.FusedMultiplyAdd(v0, w0, s00);
            s01 = TIsa.FusedMultiplyAdd(v0, w1, s01);
            var v1 = TIsa.Broadcast(rows[1]);
            s10 = TIsa.FusedMultiplyAdd(v1, w0, s10);
            s11 = TIsa.FusedMultiplyAdd(v1, w1, s11);
            var v2 = TIsa.Broadcast(rows[2]);
            s20 = TIsa.FusedMultiplyAdd(v2, w0, s20);
            s21 = TIsa.FusedMultiplyAdd(v2, w1, s21);
            var v3 = TIsa.Broadcast(rows[3]);
            s30 = TIsa.FusedMultiplyAdd(v3, w0, s30);
            s31 = TIsa.FusedMultiplyAdd(v3, w1, s31);
            var v4 = TIsa.Broadcast(rows[4]);
            s40 = TIsa.FusedMultiplyAdd(v4, w0, s40);
            s41 = TIsa.FusedMultiplyAdd(v4, w1, s41);
            var v5 = TIsa.Broadcast(rows[5]);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        float* rows, nint rowStride, float* factors, nint count, float* sums, nint sumStride, bool resume)
    {
        nint width = TIsa.Lanes;
        TVector s00 = default, s01 = default, s10 = default, s11 = default;
        TVector s20 = default, s21 = default, s30 = default, s31 = default;
        if (resume)
        {
            s00 = TIsa.Load(sums);
            s01 = TIsa.Load(sums + width);
            s10 = TIsa.Load(sums + sumStride);
            s11 = TIsa.Load(sums + sumStride + width);
            s20 = TIsa.Load(sums + (2 * sumStride));
            s21 = TIsa.Load(sums + (2 * sumStride) + width);
            s30 = TIsa.Load(sums + (3 * sumStride));
            s31 = TIsa.Load(sums + (3 * sumStride) + width);
        }

        for (nint i = 0; i < count; i++, rows += rowStride, factors += 2 * width)
        {
            var (w0, w1) = (TIsa.Load(factors), TIsa.Load(factors + width));
            var v0 = TIsa.Broadcast(rows[0]);
            s00 = TIsa.FusedMultiplyAdd(v0, w0, s00);
            s01 = TIsa.FusedMultiplyAdd(v0, w1, s01);
            var v1 = TIsa.Broadcast(rows[1]);
            s10 = TIsa.FusedMultiplyAdd(v1, w0, s10);
            s11 = TIsa.FusedMultiplyAdd(v1, w1, s11);
            var v2 = TIsa.Broadcast(rows[2]);
            s20 = TIsa.FusedMultiplyAdd(v2, w0, s20);
            s21 = TIsa.FusedMultiplyAdd(v2, w1, s21);
            var v3 = TIsa.Broadcast(rows[3]);
            s30 = TIsa.FusedMultiplyAdd(v3, w0, s30);
            s31 = TIsa.FusedMultiplyAdd(v3, w1, s31);
        }

        TIsa.Store(s00, sums);
        TIsa.Store(s01, sums + width);
        TIsa.Store(s10, sums + sumStride);
        TIsa.Store(s11, sums + sumStride + width);
        TIsa.Store(s20, sums + (2 * sumStride));
        TIsa.Store(s21, sums + (2 * sumStride) + width);
        TIsa.Store(s30, sums + (3 * sumStride));
        TIsa.Store(s31, sums + (3 * sumStride) + width);
    }

    private static void One(float* rows, nint rowStride, float* factors, nint count, float* sums, bool resume)
    {
        nint width = TIsa.Lanes;
        TVector s0 = default, s1 = default;
        if (resume)
        {
            s0 = TIsa.Load(sums);
            s1 = TIsa.Load(sums + width);
        }

        for (nint i = 0; i < count; i++, rows += rowStride, factors += 2 * width)
        {
            var value = TIsa.Broadcast(*rows);
            s0 = TIsa.FusedMultiplyAdd(value, TIsa.Load(factors), s0);
            s1 = TIsa.FusedMultiplyAdd(value, TIsa.Load(factors + width), s1);
        }

        TIsa.Store(s0, sums);
        TIsa.Store(s1, sums + width);
    }
}
