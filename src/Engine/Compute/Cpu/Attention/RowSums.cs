using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Weighted sums of the values of one query, tokens ascending, elements of a value in lanes.</summary>
internal static unsafe class RowSums<TVector, TIsa, TElement>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TElement : unmanaged
{
    /// <summary>Adds the values of a stretch.</summary>
    /// <param name="tiles">Where they lie.</param>
    /// <param name="length">The stretch's tokens.</param>
    /// <param name="weights">[length].</param>
    /// <param name="headDim">Length of a value.</param>
    /// <param name="sums">[headDim].</param>
    public static void Add(in StretchTiles tiles, int length, float* weights, nint headDim, float* sums)
    {
        var tileBytes = KvLayout.KeyTile * headDim * sizeof(TElement);
        int joined;
        for (var tile = 0; tile < tiles.Count; tile += joined)
        {
            var values = tiles[tiles.Count + tile];
            var ahead = tiles[tiles.Count + tile + StretchTiles.Ahead];
            joined = 1;
            while (joined < StretchTiles.Ahead && tile + joined < tiles.Count && tiles[tiles.Count + tile + joined] == values + (joined * tileBytes))
            {
                joined++;
            }

            var first = tile * KvLayout.KeyTile;
            var count = Math.Min(joined * KvLayout.KeyTile, length - first);
            AddNeighbours((TElement*)values, headDim, count, weights + first, sums, ahead);
        }
    }

    private static void AddNeighbours(TElement* values, nint headDim, int count, float* weights, float* sums, byte* ahead)
    {
        nint d = 0;
        for (; d <= headDim - (8 * TIsa.Lanes); d += 8 * TIsa.Lanes)
        {
            Eight(values + d, headDim, count, weights, sums + d, ahead + (d * sizeof(TElement)));
        }

        for (; d <= headDim - TIsa.Lanes; d += TIsa.Lanes)
        {
            One(values + d, headDim, count, weights, sums + d);
        }

        for (; d < headDim; d++)
        {
            for (nint t = 0; t < count; t++)
            {
                sums[d] = MathF.FusedMultiplyAdd(VectorIsaExtensions.LoadOne(values + (t * headDim) + d), weights[t], sums[d]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(TElement* values, nint headDim, nint count, float* weights, float* sums, byte* ahead)
    {
        nint lanes = TIsa.Lanes;
        var (s0, s1) = (TIsa.Load(sums), TIsa.Load(sums + lanes));
        var (s2, s3) = (TIsa.Load(sums + (2 * lanes)), TIsa.Load(sums + (3 * lanes)));
        var (s4, s5) = (TIsa.Load(sums + (4 * lanes)), TIsa.Load(sums + (5 * lanes)));
        var (s6, s7) = (TIsa.Load(sums + (6 * lanes)), TIsa.Load(sums + (7 * lanes)));
        for (nint t = 0; t < count; t++, values += headDim, ahead += headDim * sizeof(TElement))
        {
            Prefetch.Lines(ahead, 8 * TIsa.Lanes * sizeof(TElement));
            var weight = TIsa.Broadcast(weights[t]);
            s0 = TIsa.FusedMultiplyAdd(Load(values), weight, s0);
            s1 = TIsa.FusedMultiplyAdd(Load(values + lanes), weight, s1);
            s2 = TIsa.FusedMultiplyAdd(Load(values + (2 * lanes)), weight, s2);
            s3 = TIsa.FusedMultiplyAdd(Load(values + (3 * lanes)), weight, s3);
            s4 = TIsa.FusedMultiplyAdd(Load(values + (4 * lanes)), weight, s4);
            s5 = TIsa.FusedMultiplyAdd(Load(values + (5 * lanes)), weight, s5);
            s6 = TIsa.FusedMultiplyAdd(Load(values + (6 * lanes)), weight, s6);
            s7 = TIsa.FusedMultiplyAdd(Load(values + (7 * lanes)), weight, s7);
        }

        TIsa.Store(s0, sums);
        TIsa.Store(s1, sums + lanes);
        TIsa.Store(s2, sums + (2 * lanes));
        TIsa.Store(s3, sums + (3 * lanes));
        TIsa.Store(s4, sums + (4 * lanes));
        TIsa.Store(s5, sums + (5 * lanes));
        TIsa.Store(s6, sums + (6 * lanes));
        TIsa.Store(s7, sums + (7 * lanes));
    }

    private static void One(TElement* values, nint headDim, nint count, float* weights, float* sums)
    {
        var sum = TIsa.Load(sums);
        for (nint t = 0; t < count; t++, values += headDim)
        {
            sum = TIsa.FusedMultiplyAdd(Load(values), TIsa.Broadcast(weights[t]), sum);
        }

        TIsa.Store(sum, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(TElement* source) => VectorIsaExtensions.LoadAny<TVector, TIsa, TElement>(source);
}
