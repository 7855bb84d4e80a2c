using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// Joins exact sums by multiply-adds with the scales of their groups in ascending order: the operations, and so the bits,
/// of products without tiles, in <see cref="Integer.IntegerDot"/>. Half of the time of a product goes here, so a row's result stays in a
/// register over all groups, and four rows share the weights' scales.
/// </summary>
internal abstract unsafe class TileJoin
{
    /// <summary>Over a width of vectors in bits.</summary>
    public static TileJoin ForWidth(int bits) => bits switch
    {
        128 => new TileJoin<Vector128<float>, Isa128>(),
        256 => new TileJoin<Vector256<float>, Isa256>(),
        512 => new TileJoin<Vector512<float>, Isa512>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
    };

    /// <summary>Joins the sums of a tile's first rows.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="rows">How many of its rows.</param>
    public abstract void Join(in TileSums tile, int rows);
}

/// <inheritdoc/>
internal sealed unsafe class TileJoin<TVector, TIsa> : TileJoin
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private const int RowsAtOnce = 4;

    /// <inheritdoc/>
    public override void Join(in TileSums tile, int rows)
    {
        for (var column = 0; column < TileBlock.Side; column += TIsa.Lanes)
        {
            var row = 0;
            for (; row <= rows - RowsAtOnce; row += RowsAtOnce)
            {
                Four(tile, row, column);
            }

            for (; row < rows; row++)
            {
                One(tile, row, column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in TileSums tile, int row, int column)
    {
        var sums = tile.Sums + (row * TileBlock.Side) + column;
        var scale = tile.Scales + column;
        var (stride, groupsPerSegment, leftOfSegment) = (tile.StepStride, tile.GroupsPerSegment, tile.LeftOfSegment);
        var step = tile.Steps + (row * stride);
        var target = tile.Target + (row * tile.TargetStride) + column;
        var f0 = TIsa.Load(target);
        var f1 = TIsa.Load(target + tile.TargetStride);
        var f2 = TIsa.Load(target + (2 * tile.TargetStride));
        var f3 = TIsa.Load(target + (3 * tile.TargetStride));
        for (var left = tile.Groups; left > 0; left--, step++, sums += TileBlock.Sums)
        {
            var scales = TIsa.Load(scale);
            f0 = TIsa.FusedMultiplyAdd(TIsa.Load(sums), TIsa.Multiply(scales, TIsa.Broadcast(step[0])), f0);
            f1 = TIsa.FusedMultiplyAdd(TIsa.Load(sums + TileBlock.Side), TIsa.Multiply(scales, TIsa.Broadcast(step[stride])), f1);
            f2 = TIsa.FusedMultiplyAdd(TIsa.Load(sums + (2 * TileBlock.Side)), TIsa.Multiply(scales, TIsa.Broadcast(step[2 * stride])), f2);
            f3 = TIsa.FusedMultiplyAdd(TIsa.Load(sums + (3 * TileBlock.Side)), TIsa.Multiply(scales, TIsa.Broadcast(step[3 * stride])), f3);
            if (--leftOfSegment == 0)
            {
                leftOfSegment = groupsPerSegment;
                scale += TileBlock.Side;
            }
        }

        TIsa.Store(f0, target);
        TIsa.Store(f1, target + tile.TargetStride);
        TIsa.Store(f2, target + (2 * tile.TargetStride));
        TIsa.Store(f3, target + (3 * tile.TargetStride));
    }

    private static void One(in TileSums tile, int row, int column)
    {
        var sums = tile.Sums + (row * TileBlock.Side) + column;
        var scale = tile.Scales + column;
        var leftOfSegment = tile.LeftOfSegment;
        var step = tile.Steps + (row * tile.StepStride);
        var target = tile.Target + (row * tile.TargetStride) + column;
        var f = TIsa.Load(target);
        for (var left = tile.Groups; left > 0; left--, step++, sums += TileBlock.Sums)
        {
            f = TIsa.FusedMultiplyAdd(TIsa.Load(sums), TIsa.Multiply(TIsa.Load(scale), TIsa.Broadcast(*step)), f);
            if (--leftOfSegment == 0)
            {
                leftOfSegment = tile.GroupsPerSegment;
                scale += TileBlock.Side;
            }
        }

        TIsa.Store(f, target);
    }
}
