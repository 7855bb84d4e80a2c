using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Rows become columns.</summary>
internal static unsafe class Transposition
{
    private const int Side = 8;

    /// <summary>Transposes a matrix of 16-bit elements.</summary>
    /// <param name="source">[rows, columns].</param>
    /// <param name="columns">Length of a row.</param>
    /// <param name="rows">Number of rows, a multiple of 8.</param>
    /// <param name="destination">[columns, rows].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Halves(ushort* source, int columns, int rows, ushort* destination)
    {
        var column = 0;
        for (; column <= columns - Side; column += Side)
        {
            for (var row = 0; row < rows; row += Side)
            {
                Square(source + ((nint)row * columns) + column, columns, destination + ((nint)column * rows) + row, rows);
            }
        }

        for (; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                destination[((nint)column * rows) + row] = source[((nint)row * columns) + column];
            }
        }
    }

    /// <summary>Eight by eight: neighbouring rows are joined to pairs, pairs to fours, fours to columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(ushort* source, nint stride, ushort* destination, nint width)
    {
        Pairs(source, stride, out var a0, out var a1);
        Pairs(source + (2 * stride), stride, out var b0, out var b1);
        Pairs(source + (4 * stride), stride, out var c0, out var c1);
        Pairs(source + (6 * stride), stride, out var d0, out var d1);
        Columns(a0, b0, c0, d0, destination, width);
        Columns(a1, b1, c1, d1, destination + (4 * width), width);
    }

    /// <summary>Two rows of eight as pairs, columns 0 to 3 and 4 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(ushort* row, nint stride, out Vector128<uint> first, out Vector128<uint> second)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(row));
        var (lowNext, highNext) = Vector128.Widen(Vector128.Load(row + stride));
        first = low | (lowNext << 16);
        second = high | (highNext << 16);
    }

    /// <summary>Four columns of eight rows, from the rows' pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, ushort* destination, nint width)
    {
        var (a0, a1) = Vector128.Widen(a);
        var (b0, b1) = Vector128.Widen(b);
        var (c0, c1) = Vector128.Widen(c);
        var (d0, d1) = Vector128.Widen(d);
        var (top0, top1) = (a0 | (b0 << 32), a1 | (b1 << 32));
        var (bottom0, bottom1) = (c0 | (d0 << 32), c1 | (d1 << 32));
        Vector128.Create(top0.GetLower(), bottom0.GetLower()).AsUInt16().Store(destination);
        Vector128.Create(top0.GetUpper(), bottom0.GetUpper()).AsUInt16().Store(destination + width);
        Vector128.Create(top1.GetLower(), bottom1.GetLower()).AsUInt16().Store(destination + (2 * width));
        Vector128.Create(top1.GetUpper(), bottom1.GetUpper()).AsUInt16().Store(destination + (3 * width));
    }
}
