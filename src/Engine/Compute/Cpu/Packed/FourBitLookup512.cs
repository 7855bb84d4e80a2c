using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>One register holds all sixteen values; a lane's 32 bits are the codes of two rows.</summary>
internal readonly unsafe struct FourBitLookup512 : IFourBitLookup<Vector512<float>>
{
    private const int Lanes = 16;

    public static void Prepare(ReadOnlySpan<float> values, Vector512<float>* tables) => tables[0] = Vector512.Create(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void First(
        byte* unit, Vector512<float> t0, Vector512<float> t1, Vector512<float> t2, Vector512<float> t3,
        out Vector512<float> v00, out Vector512<float> v01, out Vector512<float> v10, out Vector512<float> v11)
    {
        var codes = Vector512.Load((uint*)unit);
        v00 = Look(t0, codes);
        v01 = Look(t0, codes >>> 4);
        v10 = Look(t0, codes >>> 8);
        v11 = Look(t0, codes >>> 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Last(
        byte* unit, Vector512<float> t0, Vector512<float> t1, Vector512<float> t2, Vector512<float> t3,
        out Vector512<float> v20, out Vector512<float> v21, out Vector512<float> v30, out Vector512<float> v31)
    {
        var codes = Vector512.Load((uint*)unit);
        v20 = Look(t0, codes >>> 16);
        v21 = Look(t0, codes >>> 20);
        v30 = Look(t0, codes >>> 24);
        v31 = Look(t0, codes >>> 28);
    }

    public static (int Byte, int Shift) Place(int inner, int row) => ((4 * (row % Lanes)) + inner, row / Lanes * 4);

    /// <summary>The instruction looks at the lowest four bits of a lane only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Look(Vector512<float> table, Vector512<uint> codes) => Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32(table, codes.AsInt32())
        : Vector512.Shuffle(table, codes.AsInt32() & Vector512.Create(15));
}
