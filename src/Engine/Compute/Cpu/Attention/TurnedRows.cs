using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Attention;

/// <summary>Rows turned into columns, in squares of four by four.</summary>
internal static unsafe class TurnedRows
{
    private const int Side = 4;

    /// <summary>Rows that go together: the elements of a cache line.</summary>
    private const int Lines = 16;

    /// <summary>columns[d, t] = rows[t, d].</summary>
    /// <param name="rows">[count, width].</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="columns">[width, stride].</param>
    /// <param name="stride">From one column to the next.</param>
    public static void Copy(float* rows, int count, nint width, float* columns, nint stride)
    {
        nint t = 0;
        for (; t <= count - Lines; t += Lines)
        {
            nint d = 0;
            for (; d <= width - Side; d += Side)
            {
                for (nint i = 0; i < Lines; i += Side)
                {
                    Square(rows + ((t + i) * width) + d, width, columns + (d * stride) + t + i, stride);
                }
            }

            Rest(rows, t, t + Lines, d, width, columns, stride);
        }

        Rest(rows, t, count, 0, width, columns, stride);
    }

    private static void Rest(float* rows, nint firstRow, nint endRow, nint first, nint width, float* columns, nint stride)
    {
        for (var t = firstRow; t < endRow; t++)
        {
            for (var d = first; d < width; d++)
            {
                columns[(d * stride) + t] = rows[(t * width) + d];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* rows, nint width, float* columns, nint stride)
    {
        var (t0, t1) = (Vector128.Load(rows), Vector128.Load(rows + width));
        var (t2, t3) = (Vector128.Load(rows + (2 * width)), Vector128.Load(rows + (3 * width)));
        var (low02, high02) = (ZipLow(t0, t2), ZipHigh(t0, t2)); // 0₀ 2₀ 0₁ 2₁ and 0₂ 2₂ 0₃ 2₃
        var (low13, high13) = (ZipLow(t1, t3), ZipHigh(t1, t3));
        ZipLow(low02, low13).Store(columns);
        ZipHigh(low02, low13).Store(columns + stride);
        ZipLow(high02, high13).Store(columns + (2 * stride));
        ZipHigh(high02, high13).Store(columns + (3 * stride));
    }

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
