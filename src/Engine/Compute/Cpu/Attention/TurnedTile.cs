using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>A tile of keys, which has tokens in lanes, turned into rows, in squares of four by four.</summary>
internal static unsafe class TurnedTile<TElement>
    where TElement : unmanaged
{
    private const int Side = 4;

    /// <summary>rows[t, d] = tile[d, t].</summary>
    /// <param name="tile">[headDim, 16].</param>
    /// <param name="headDim">Length of a key.</param>
    /// <param name="rows">[16, headDim].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(TElement* tile, nint headDim, float* rows)
    {
        nint d = 0;
        for (; d <= headDim - Side; d += Side, tile += Side * KvLayout.KeyTile)
        {
            for (nint t = 0; t < KvLayout.KeyTile; t += Side)
            {
                Square(tile + t, headDim, rows + (t * headDim) + d);
            }
        }

        for (; d < headDim; d++, tile += KvLayout.KeyTile)
        {
            for (nint t = 0; t < KvLayout.KeyTile; t++)
            {
                rows[(t * headDim) + d] = VectorIsaExtensions.LoadOne(tile + t);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(TElement* tile, nint headDim, float* rows)
    {
        var (d0, d1) = (Load(tile), Load(tile + KvLayout.KeyTile));
        var (d2, d3) = (Load(tile + (2 * KvLayout.KeyTile)), Load(tile + (3 * KvLayout.KeyTile)));
        var (low02, high02) = (ZipLow(d0, d2), ZipHigh(d0, d2)); // 0₀ 2₀ 0₁ 2₁ and 0₂ 2₂ 0₃ 2₃
        var (low13, high13) = (ZipLow(d1, d3), ZipHigh(d1, d3));
        ZipLow(low02, low13).Store(rows);
        ZipHigh(low02, low13).Store(rows + headDim);
        ZipLow(high02, high13).Store(rows + (2 * headDim));
        ZipHigh(high02, high13).Store(rows + (3 * headDim));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Load(TElement* source) =>
        VectorIsaExtensions.LoadAny<Vector128<float>, Isa128, TElement>(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);
}
