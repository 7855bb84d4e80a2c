using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>4-bit codes of a table: rows 0 to 7 in the low halves of the bytes, the others in the high halves.</summary>
internal readonly unsafe struct FourBitWeights : IInt8Weights
{
    private const int Lanes = 8;

    public static int UnitBytes => 32;

    /// <summary>Where a code lies in its unit.</summary>
    public static (int Byte, int Shift) Place(int inner, int row) => ((4 * (row % Lanes)) + inner, row / Lanes * 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* unit, Vector256<sbyte> table, out Vector256<sbyte> first, out Vector256<sbyte> second)
    {
        var codes = Vector256.Load(unit);
        var mask = Vector256.Create((byte)15);
        first = Look(table, codes & mask);
        second = Look(table, (codes.AsUInt16() >>> 4).AsByte() & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Look(Vector256<sbyte> table, Vector256<byte> codes) => Avx2.IsSupported
        ? Avx2.Shuffle(table, codes.AsSByte())
        : Vector256.Create(
            Vector128.Shuffle(table.GetLower(), codes.GetLower().AsSByte()), Vector128.Shuffle(table.GetLower(), codes.GetUpper().AsSByte()));
}

/// <summary>int8 codes, which are the numbers themselves.</summary>
internal readonly unsafe struct ByteWeights : IInt8Weights
{
    public static int UnitBytes => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* unit, Vector256<sbyte> table, out Vector256<sbyte> first, out Vector256<sbyte> second)
    {
        first = Vector256.Load((sbyte*)unit);
        second = Vector256.Load((sbyte*)unit + Vector256<sbyte>.Count);
    }
}
