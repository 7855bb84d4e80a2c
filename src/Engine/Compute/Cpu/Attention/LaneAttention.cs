using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Attention of a run of lanes by the way that suits their number; the bits are the same by either.</summary>
internal static unsafe class LaneAttention<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Up to so many queries are cheaper one by one than with the values transposed for all.</summary>
    private const int MaxSingleLanes = 3;

    /// <summary>Computes lanes [first, first + count) of the queries.</summary>
    public static void Run<TRows>(in QueryLanes lanes, int first, int count, TRows rows, float scale)
        where TRows : struct, IKeyValueRows
    {
        if (count <= MaxSingleLanes)
        {
            for (var lane = first; lane < first + count; lane++)
            {
                RowAttention<TVector, TIsa>.Run(
                    lanes.Query(lane), rows, lanes.Visible(lane), scale, lanes.HeadDim, lanes.Result(lane));
            }
        }
        else if (TIsa.HasManyRegisters)
        {
            AttentionTile<TVector, TIsa, Tile6x2<TVector, TIsa>>.Run(lanes, first, count, rows, scale);
        }
        else
        {
            AttentionTile<TVector, TIsa, Tile6x1<TVector, TIsa>>.Run(lanes, first, count, rows, scale);
        }
    }
}
