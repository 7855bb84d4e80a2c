using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>
/// Scaled products of one query with the keys of a stretch: for each key one chain of fused multiply-adds in ascending
/// order, each lane a key. Four tiles go at a time, so that eight vectors of chains hide each other's latency.
/// </summary>
internal static unsafe class KeyScores<TVector, TIsa, TElement>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TElement : unmanaged
{
    /// <summary>Tokens of a tile that are multiplied at a time.</summary>
    private static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TIsa.Lanes < KvLayout.KeyTile / 2 ? 2 * TIsa.Lanes : KvLayout.KeyTile;
    }

    /// <summary>scores[t] = scale · (query · keys[t]); past the stretch's end anything.</summary>
    /// <param name="query">[headDim].</param>
    /// <param name="headDim">Its length.</param>
    /// <param name="tiles">Where the stretch's keys lie.</param>
    /// <param name="head">Under which head.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="scores">[<see cref="Stretch.Tokens"/>].</param>
    /// <param name="ahead">Four pieces of memory that will be wanted next.</param>
    public static void Compute(
        float* query, nint headDim, in StretchTiles tiles, int head, float scale, float* scores, long* ahead)
    {
        nint at = 0;
        for (var first = 0; first < tiles.Apart; first++)
        {
            var k0 = (TElement*)tiles.Keys(head, first);
            var k1 = (TElement*)tiles.Keys(head, first + tiles.Apart);
            var k2 = (TElement*)tiles.Keys(head, first + (2 * tiles.Apart));
            var k3 = (TElement*)tiles.Keys(head, first + (3 * tiles.Apart));
            for (nint column = 0; column < KvLayout.KeyTile; column += Columns)
            {
                var target = scores + (first * KvLayout.KeyTile) + column;
                Four(query, headDim, k0 + column, k1 + column, k2 + column, k3 + column, target, tiles.Apart * KvLayout.KeyTile, ahead, at);
                at += headDim * StretchTiles.AtOnce * Columns * sizeof(TElement);
            }
        }

        for (var tile = 0; tile < tiles.Count; tile++)
        {
            Scale(scores + (tile * KvLayout.KeyTile), tiles.KeyScales(head, tile), scale);
        }
    }

    /// <summary>The scores of a tile times their keys' scales, if there are any, times a factor.</summary>
    private static void Scale(float* scores, float* keyScales, float scale)
    {
        for (var t = 0; t < KvLayout.KeyTile; t += TIsa.Lanes)
        {
            var score = TIsa.Load(scores + t);
            if (typeof(TElement) == typeof(sbyte))
            {
                score = TIsa.Multiply(score, TIsa.Load(keyScales + t));
            }

            TIsa.Store(TIsa.Multiply(score, TIsa.Broadcast(scale)), scores + t);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        float* query, nint headDim, TElement* k0, TElement* k1, TElement* k2, TElement* k3, float* scores, nint apart, long* ahead, nint at)
    {
        nint lanes = TIsa.Lanes;
        TVector s00 = default, s01 = default, s10 = default, s11 = default;
        TVector s20 = default, s21 = default, s30 = default, s31 = default;
        for (nint d = 0; d < headDim; d++)
        {
            var q = TIsa.Broadcast(query[d]);
            var offset = d * KvLayout.KeyTile;
            s00 = TIsa.FusedMultiplyAdd(Load(k0 + offset), q, s00);
            s10 = TIsa.FusedMultiplyAdd(Load(k1 + offset), q, s10);
            s20 = TIsa.FusedMultiplyAdd(Load(k2 + offset), q, s20);
            s30 = TIsa.FusedMultiplyAdd(Load(k3 + offset), q, s30);
            if (TIsa.Lanes < KvLayout.KeyTile)
            {
                s01 = TIsa.FusedMultiplyAdd(Load(k0 + offset + lanes), q, s01);
                s11 = TIsa.FusedMultiplyAdd(Load(k1 + offset + lanes), q, s11);
                s21 = TIsa.FusedMultiplyAdd(Load(k2 + offset + lanes), q, s21);
                s31 = TIsa.FusedMultiplyAdd(Load(k3 + offset + lanes), q, s31);
            }

            Prefetch.Streams(ahead, at, StretchTiles.AtOnce * Columns * sizeof(TElement));
            at += StretchTiles.AtOnce * Columns * sizeof(TElement);
        }

        TIsa.Store(s00, scores);
        TIsa.Store(s10, scores + apart);
        TIsa.Store(s20, scores + (2 * apart));
        TIsa.Store(s30, scores + (3 * apart));
        if (TIsa.Lanes < KvLayout.KeyTile)
        {
            TIsa.Store(s01, scores + lanes);
            TIsa.Store(s11, scores + apart + lanes);
            TIsa.Store(s21, scores + (2 * apart) + lanes);
            TIsa.Store(s31, scores + (3 * apart) + lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(TElement* source) => VectorIsaExtensions.LoadAny<TVector, TIsa, TElement>(source);
}
