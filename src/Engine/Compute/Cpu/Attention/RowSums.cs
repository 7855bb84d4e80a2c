using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Weighted sums of the values of one query, tokens ascending, elements of a value in lanes.</summary>
internal static unsafe class RowSums<TVector, TIsa, TElement>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TElement : unmanaged
{
    /// <summary>Most tiles that are added at a time, if they follow each other.</summary>
    private const int MostJoined = 4;

    /// <summary>Adds the values of a stretch, and its weights.</summary>
    /// <param name="tiles">Where they lie.</param>
    /// <param name="head">Under which head.</param>
    /// <param name="length">The stretch's tokens.</param>
    /// <param name="weights">[length], without the values' scales.</param>
    /// <param name="factors">[length], with them.</param>
    /// <param name="headDim">Length of a value.</param>
    /// <param name="sums">[headDim].</param>
    /// <param name="ahead">Four pieces of memory that will be wanted next.</param>
    /// <returns>The sum of the weights, tokens ascending.</returns>
    public static float Add(
        in StretchTiles tiles, int head, int length, float* weights, float* factors, nint headDim, float* sums, long* ahead)
    {
        var (total, at) = (0f, (nint)0);
        for (var done = 0; done < length;)
        {
            var values = tiles.Values(head, done / KvLayout.KeyTile);
            var end = done + KvLayout.KeyTile;
            while (end < Math.Min(length, done + (MostJoined * KvLayout.KeyTile))
                && tiles.Values(head, end / KvLayout.KeyTile) == values + ((end - done) * headDim * sizeof(TElement)))
            {
                end += KvLayout.KeyTile;
            }

            var count = Math.Min(end, length) - done;
            total = AddNeighbours((TElement*)values, headDim, count, weights + done, factors + done, sums, total, ahead, at);
            at += count * headDim * sizeof(TElement);
            done += count;
        }

        return total;
    }

    private static float AddNeighbours(
        TElement* values, nint headDim, int count, float* weights, float* factors, float* sums, float total, long* ahead, nint at)
    {
        nint width = 8 * TIsa.Lanes;
        var (added, d) = (total, (nint)0);
        for (; d <= headDim - width; d += width)
        {
            added = Eight(values + d, headDim, count, weights, factors, sums + d, total, ahead, at);
            at += count * width * sizeof(TElement);
        }

        for (var t = 0; d == 0 && t < count; t++)
        {
            added += weights[t];
        }

        for (; d <= headDim - TIsa.Lanes; d += TIsa.Lanes)
        {
            One(values + d, headDim, count, factors, sums + d);
        }

        for (; d < headDim; d++)
        {
            for (nint t = 0; t < count; t++)
            {
                sums[d] = MathF.FusedMultiplyAdd(VectorIsaExtensions.LoadOne(values + (t * headDim) + d), factors[t], sums[d]);
            }
        }

        return added;
    }

    /// <summary>Eight vectors of sums; the chain of the weights' own sum hides behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Eight(
        TElement* values, nint headDim, nint count, float* weights, float* factors, float* sums, float total, long* ahead, nint at)
    {
        nint lanes = TIsa.Lanes;
        var (s0, s1) = (TIsa.Load(sums), TIsa.Load(sums + lanes));
        var (s2, s3) = (TIsa.Load(sums + (2 * lanes)), TIsa.Load(sums + (3 * lanes)));
        var (s4, s5) = (TIsa.Load(sums + (4 * lanes)), TIsa.Load(sums + (5 * lanes)));
        var (s6, s7) = (TIsa.Load(sums + (6 * lanes)), TIsa.Load(sums + (7 * lanes)));
        for (nint t = 0; t < count; t++, values += headDim)
        {
            Prefetch.Streams(ahead, at, 8 * TIsa.Lanes * sizeof(TElement));
            at += 8 * TIsa.Lanes * sizeof(TElement);
            total += weights[t];
            var factor = TIsa.Broadcast(factors[t]);
            s0 = TIsa.FusedMultiplyAdd(Load(values), factor, s0);
            s1 = TIsa.FusedMultiplyAdd(Load(values + lanes), factor, s1);
            s2 = TIsa.FusedMultiplyAdd(Load(values + (2 * lanes)), factor, s2);
            s3 = TIsa.FusedMultiplyAdd(Load(values + (3 * lanes)), factor, s3);
            s4 = TIsa.FusedMultiplyAdd(Load(values + (4 * lanes)), factor, s4);
            s5 = TIsa.FusedMultiplyAdd(Load(values + (5 * lanes)), factor, s5);
            s6 = TIsa.FusedMultiplyAdd(Load(values + (6 * lanes)), factor, s6);
            s7 = TIsa.FusedMultiplyAdd(Load(values + (7 * lanes)), factor, s7);
        }

        TIsa.Store(s0, sums);
        TIsa.Store(s1, sums + lanes);
        TIsa.Store(s2, sums + (2 * lanes));
        TIsa.Store(s3, sums + (3 * lanes));
        TIsa.Store(s4, sums + (4 * lanes));
        TIsa.Store(s5, sums + (5 * lanes));
        TIsa.Store(s6, sums + (6 * lanes));
        TIsa.Store(s7, sums + (7 * lanes));
        return total;
    }

    private static void One(TElement* values, nint headDim, nint count, float* factors, float* sums)
    {
        var sum = TIsa.Load(sums);
        for (nint t = 0; t < count; t++, values += headDim)
        {
            sum = TIsa.FusedMultiplyAdd(Load(values), TIsa.Broadcast(factors[t]), sum);
        }

        TIsa.Store(sum, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(TElement* source) => VectorIsaExtensions.LoadAny<TVector, TIsa, TElement>(source);
}
