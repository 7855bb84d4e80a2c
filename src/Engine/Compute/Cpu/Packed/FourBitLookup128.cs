using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>
/// The four bytes of a float32 are looked up apart, sixteen codes at a time, and put together again: low halves of a unit
/// hold its first two inner indices, high halves its last two.
/// </summary>
internal readonly unsafe struct FourBitLookup128 : IFourBitLookup<Vector128<float>>
{
    private const int RowsPerInner = 8;

    public static void Prepare(ReadOnlySpan<float> values, Vector128<float>* tables)
    {
        for (var plane = 0; plane < sizeof(float); plane++)
        {
            tables[plane] = Plane(values, plane).AsSingle();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void First(
        byte* unit, Vector128<float> t0, Vector128<float> t1, Vector128<float> t2, Vector128<float> t3,
        out Vector128<float> v00, out Vector128<float> v01, out Vector128<float> v10, out Vector128<float> v11) =>
        Look(Vector128.Load(unit) & Vector128.Create((byte)15), t0, t1, t2, t3, out v00, out v01, out v10, out v11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Last(
        byte* unit, Vector128<float> t0, Vector128<float> t1, Vector128<float> t2, Vector128<float> t3,
        out Vector128<float> v20, out Vector128<float> v21, out Vector128<float> v30, out Vector128<float> v31) =>
        Look(Vector128.Load(unit) >>> 4, t0, t1, t2, t3, out v20, out v21, out v30, out v31);

    public static (int Byte, int Shift) Place(int inner, int row) => (((inner % 2) * RowsPerInner) + row, inner / 2 * 4);

    /// <summary>One byte of each of sixteen values.</summary>
    public static Vector128<byte> Plane(ReadOnlySpan<float> values, int index)
    {
        Span<byte> plane = stackalloc byte[Vector128<byte>.Count];
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i] = (byte)(BitConverter.SingleToUInt32Bits(values[i]) >> (8 * index));
        }

        return Vector128.Create(plane);
    }

    /// <summary>Values of sixteen codes below 16, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Look(
        Vector128<byte> codes, Vector128<float> t0, Vector128<float> t1, Vector128<float> t2, Vector128<float> t3,
        out Vector128<float> v0, out Vector128<float> v1, out Vector128<float> v2, out Vector128<float> v3)
    {
        var (low0, low1) = Vector128.Widen(Vector128.Shuffle(t0.AsByte(), codes));
        var (high0, high1) = Vector128.Widen(Vector128.Shuffle(t1.AsByte(), codes));
        var (low2, low3) = Vector128.Widen(Vector128.Shuffle(t2.AsByte(), codes));
        var (high2, high3) = Vector128.Widen(Vector128.Shuffle(t3.AsByte(), codes));
        var (a0, a1) = Vector128.Widen(low0 | (high0 << 8));
        var (b0, b1) = Vector128.Widen(low2 | (high2 << 8));
        v0 = (a0 | (b0 << 16)).AsSingle();
        v1 = (a1 | (b1 << 16)).AsSingle();
        var (a2, a3) = Vector128.Widen(low1 | (high1 << 8));
        var (b2, b3) = Vector128.Widen(low3 | (high3 << 8));
        v2 = (a2 | (b2 << 16)).AsSingle();
        v3 = (a3 | (b3 << 16)).AsSingle();
    }
}
