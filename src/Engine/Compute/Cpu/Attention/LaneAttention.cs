using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Attention of a run of lanes by the tile that suits the registers; the bits are the same by either.</summary>
internal static unsafe class LaneAttention<TVector, TIsa>
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
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
