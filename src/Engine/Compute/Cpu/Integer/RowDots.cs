using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>Numbers of 8 bits.</summary>
internal readonly unsafe struct ByteRow<TWeights> : IRowDot
    where TWeights : IIntegerWeights
{
    public static int UnitBytes => TWeights.UnitBytes;

    public static int CodeBytes => sizeof(sbyte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum(byte* unit, byte* x, byte* end, in IntegerTable table, out Vector256<int> first, out Vector256<int> second)
    {
        var low = table.Low;
        Vector256<int> i0 = default, i1 = default;
        for (; end - x >= 2 * IntegerPanels.UnitDepth; x += 2 * IntegerPanels.UnitDepth, unit += 2 * UnitBytes)
        {
            IRowDot.AskForUnits<TWeights>(unit);
            Add(unit, x, low, ref i0, ref i1);
            Add(unit + UnitBytes, x + IntegerPanels.UnitDepth, low, ref i0, ref i1);
        }

        if (x < end)
        {
            Add(unit, x, low, ref i0, ref i1);
        }

        first = i0;
        second = i1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(byte* unit, byte* x, Vector256<byte> low, ref Vector256<int> i0, ref Vector256<int> i1)
    {
        TWeights.LoadBytes(unit, low, out var w0, out var w1);
        var four = Vector256.Create(*(int*)x).AsSByte();
        i0 = IntegerDot.Add(i0, w0, four);
        i1 = IntegerDot.Add(i1, w1, four);
    }
}

/// <summary>Numbers of 16 bits: a row's sum is in two lanes until the end.</summary>
internal readonly unsafe struct WordRow<TWeights> : IRowDot
    where TWeights : IIntegerWeights
{
    private const int QuadBytes = IntegerPanels.UnitDepth * sizeof(short);

    public static int UnitBytes => TWeights.UnitBytes;

    public static int CodeBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum(byte* unit, byte* x, byte* end, in IntegerTable table, out Vector256<int> first, out Vector256<int> second)
    {
        var (low, high) = (table.Low, table.High);
        Vector256<int> i0 = default, i1 = default, i2 = default, i3 = default;
        for (; end - x >= 2 * QuadBytes; x += 2 * QuadBytes, unit += 2 * UnitBytes)
        {
            IRowDot.AskForUnits<TWeights>(unit);
            Add(unit, x, low, high, ref i0, ref i1, ref i2, ref i3);
            Add(unit + UnitBytes, x + QuadBytes, low, high, ref i0, ref i1, ref i2, ref i3);
        }

        if (x < end)
        {
            Add(unit, x, low, high, ref i0, ref i1, ref i2, ref i3);
        }

        first = IntegerDot.Even(i0, i1) + IntegerDot.Odd(i0, i1);
        second = IntegerDot.Even(i2, i3) + IntegerDot.Odd(i2, i3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        byte* unit, byte* x, Vector256<byte> low, Vector256<byte> high,
        ref Vector256<int> i0, ref Vector256<int> i1, ref Vector256<int> i2, ref Vector256<int> i3)
    {
        TWeights.LoadWords(unit, low, high, out var w0, out var w1, out var w2, out var w3);
        var four = Vector256.Create(*(long*)x).AsInt16();
        i0 = IntegerDot.Add(i0, w0, four);
        i1 = IntegerDot.Add(i1, w1, four);
        i2 = IntegerDot.Add(i2, w2, four);
        i3 = IntegerDot.Add(i3, w3, four);
    }
}
