using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Memory;

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
    private const int TilesAtOnce = 4;
    private const int TokensAtOnce = TilesAtOnce * KvLayout.KeyTile;

    /// <summary>Tokens of a tile that are multiplied at a time.</summary>
    private static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TIsa.Lanes < KvLayout.KeyTile / 2 ? 2 * TIsa.Lanes : KvLayout.KeyTile;
    }

    /// <summary>scores[t] = scale · (query · keys[t]); past the sequence's end anything.</summary>
    /// <param name="query">[headDim].</param>
    /// <param name="tiles">Where the stretch's keys lie.</param>
    /// <param name="head">Whose they are.</param>
    /// <param name="start">First token of the stretch.</param>
    /// <param name="length">Its tokens.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="scores">[<see cref="Stretch.Tokens"/>].</param>
    public static void Compute(
        float* query, in StretchTiles tiles, in KvHead head, int start, int length, float scale, float* scores)
    {
        new Span<float>(scores, Stretch.Tokens).Clear();
        for (var tile = 0; tile < tiles.Count; tile += TilesAtOnce)
        {
            Four(query, tiles, tile, head.Layout.HeadDim, scores + (tile * KvLayout.KeyTile));
        }

        if (typeof(TElement) == typeof(sbyte))
        {
            int segment;
            for (var done = 0; done < length; done += segment)
            {
                segment = Math.Min(length - done, head.Neighbours(start + done));
                ScaleEach(scores + done, head.KeyScale(start + done), segment);
            }
        }

        for (var t = 0; t < length; t += TIsa.Lanes)
        {
            TIsa.Store(TIsa.Multiply(TIsa.Load(scores + t), TIsa.Broadcast(scale)), scores + t);
        }
    }

    /// <summary>values[t] ·= scales[t].</summary>
    public static void ScaleEach(float* values, float* scales, int count)
    {
        var t = 0;
        for (; t <= count - TIsa.Lanes; t += TIsa.Lanes)
        {
            TIsa.Store(TIsa.Multiply(TIsa.Load(values + t), TIsa.Load(scales + t)), values + t);
        }

        for (; t < count; t++)
        {
            values[t] *= scales[t];
        }
    }

    /// <summary>In four parts of the query's length, each of which asks for one of the tiles that come next.</summary>
    private static void Four(float* query, in StretchTiles tiles, int first, nint headDim, float* sums)
    {
        var last = tiles.Count - 1;
        var k0 = (TElement*)tiles[first];
        var k1 = (TElement*)tiles[Math.Min(first + 1, last)];
        var k2 = (TElement*)tiles[Math.Min(first + 2, last)];
        var k3 = (TElement*)tiles[Math.Min(first + 3, last)];
        for (var part = 0; part < TilesAtOnce; part++)
        {
            var (d, end) = (headDim * part / TilesAtOnce, headDim * (part + 1) / TilesAtOnce);
            for (nint column = 0; column < KvLayout.KeyTile; column += Columns)
            {
                var offset = (d * KvLayout.KeyTile) + column;
                var ahead = tiles[first + part + StretchTiles.Ahead] + (column * headDim * sizeof(TElement));
                Add(query + d, end - d, k0 + offset, k1 + offset, k2 + offset, k3 + offset, sums + column, ahead);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(
        float* query, nint count, TElement* k0, TElement* k1, TElement* k2, TElement* k3, float* sums, byte* ahead)
    {
        nint lanes = TIsa.Lanes;
        var (s00, s10) = (TIsa.Load(sums), TIsa.Load(sums + KvLayout.KeyTile));
        var (s20, s30) = (TIsa.Load(sums + (2 * KvLayout.KeyTile)), TIsa.Load(sums + (3 * KvLayout.KeyTile)));
        TVector s01 = default, s11 = default, s21 = default, s31 = default;
        if (TIsa.Lanes < KvLayout.KeyTile)
        {
            (s01, s11) = (TIsa.Load(sums + lanes), TIsa.Load(sums + KvLayout.KeyTile + lanes));
            (s21, s31) = (TIsa.Load(sums + (2 * KvLayout.KeyTile) + lanes), TIsa.Load(sums + (3 * KvLayout.KeyTile) + lanes));
        }

        for (nint d = 0; d < count; d++)
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

            Prefetch.Lines(ahead, TilesAtOnce * Columns * sizeof(TElement));
            ahead += TilesAtOnce * Columns * sizeof(TElement);
        }

        TIsa.Store(s00, sums);
        TIsa.Store(s10, sums + KvLayout.KeyTile);
        TIsa.Store(s20, sums + (2 * KvLayout.KeyTile));
        TIsa.Store(s30, sums + (3 * KvLayout.KeyTile));
        if (TIsa.Lanes < KvLayout.KeyTile)
        {
            TIsa.Store(s01, sums + lanes);
            TIsa.Store(s11, sums + KvLayout.KeyTile + lanes);
            TIsa.Store(s21, sums + (2 * KvLayout.KeyTile) + lanes);
            TIsa.Store(s31, sums + (3 * KvLayout.KeyTile) + lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(TElement* source) => VectorIsaExtensions.LoadAny<TVector, TIsa, TElement>(source);
}
