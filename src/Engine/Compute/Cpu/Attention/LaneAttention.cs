using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Attention of a run of lanes by the way that suits their number; the bits are the same by either.</summary>
internal static unsafe class LaneAttention<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Up to so many queries are cheaper one by one than with keys and values turned for all.</summary>
    private const int MaxSingleLanes = 3;

    /// <summary>Computes lanes [first, first + count) of the queries over a cache.</summary>
    public static void Run<TElement>(in QueryLanes lanes, int first, int count, in KvHead head, float scale)
        where TElement : unmanaged
    {
        if (count <= MaxSingleLanes && head.Layout.HasWholeTiles)
        {
            RowAttention<TVector, TIsa, TElement>.Run(lanes, first, count, head, scale);
        }
        else
        {
            Run(lanes, first, count, new CachedRows<TVector, TIsa, TElement>(head), scale);
        }
    }

    /// <summary>Computes lanes [first, first + count) of the queries together.</summary>
    public static void Run<TRows>(in QueryLanes lanes, int first, int count, TRows rows, float scale)
        where TRows : struct, IKeyValueRows
    {
        if (TIsa.HasManyRegisters)
        {
            AttentionTile<TVector, TIsa, Tile6x2<TVector, TIsa>>.Run(lanes, first, count, rows, scale);
        }
        else
        {
            AttentionTile<TVector, TIsa, Tile6x1<TVector, TIsa>>.Run(lanes, first, count, rows, scale);
        }
    }
}
