using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>4-bit codes of a table: rows 0 to 7 in the low halves of the bytes, the others in the high halves.</summary>
internal readonly unsafe struct FourBitWeights : IIntegerWeights
{
    private const int Lanes = 8;

    public static int UnitBytes => 32;

    /// <summary>Where a code lies in its unit.</summary>
    public static (int Byte, int Shift) Place(int inner, int row) => ((IntegerPanels.UnitDepth * (row % Lanes)) + inner, row / Lanes * 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBytes(byte* unit, Vector256<byte> table, out Vector256<sbyte> first, out Vector256<sbyte> second)
    {
        Codes(unit, out var codes0, out var codes1);
        first = Look(table, codes0).AsSByte();
        second = Look(table, codes1).AsSByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadWords(
        byte* unit, Vector256<byte> low, Vector256<byte> high,
        out Vector256<short> first, out Vector256<short> second, out Vector256<short> third, out Vector256<short> fourth)
    {
        Codes(unit, out var codes0, out var codes1);
        IntegerDot.Interleave(Look(low, codes0), Look(high, codes0), out first, out second);
        IntegerDot.Interleave(Look(low, codes1), Look(high, codes1), out third, out fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Codes(byte* unit, out Vector256<byte> first, out Vector256<byte> second)
    {
        var codes = Vector256.Load(unit);
        var mask = Vector256.Create((byte)15);
        first = codes & mask;
        second = (codes.AsUInt16() >>> 4).AsByte() & mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Look(Vector256<byte> table, Vector256<byte> codes) => Avx2.IsSupported
        ? Avx2.Shuffle(table, codes)
        : Vector256.Create(Vector128.Shuffle(table.GetLower(), codes.GetLower()), Vector128.Shuffle(table.GetLower(), codes.GetUpper()));
}

/// <summary>int8 codes, which are the numbers themselves.</summary>
internal readonly unsafe struct ByteWeights : IIntegerWeights
{
    public static int UnitBytes => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBytes(byte* unit, Vector256<byte> table, out Vector256<sbyte> first, out Vector256<sbyte> second)
    {
        first = Vector256.Load((sbyte*)unit);
        second = Vector256.Load((sbyte*)unit + Vector256<sbyte>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadWords(
        byte* unit, Vector256<byte> low, Vector256<byte> high,
        out Vector256<short> first, out Vector256<short> second, out Vector256<short> third, out Vector256<short> fourth)
    {
        LoadBytes(unit, low, out var codes0, out var codes1);
        IntegerDot.Interleave(codes0.AsByte(), Vector256.LessThan(codes0, Vector256<sbyte>.Zero).AsByte(), out first, out second);
        IntegerDot.Interleave(codes1.AsByte(), Vector256.LessThan(codes1, Vector256<sbyte>.Zero).AsByte(), out third, out fourth);
    }
}
