using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>As with 128 bits, in both halves of a register: each half's codes are its half of four vectors.</summary>
internal readonly unsafe struct FourBitLookup256 : IFourBitLookup<Vector256<float>>
{
    private const int Lanes = 8;

    public static void Prepare(ReadOnlySpan<float> values, Vector256<float>* tables)
    {
        for (var plane = 0; plane < sizeof(float); plane++)
        {
            tables[plane] = Vector256.Create(FourBitLookup128.Plane(values, plane)).AsSingle();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void First(
        byte* unit, Vector256<float> t0, Vector256<float> t1, Vector256<float> t2, Vector256<float> t3,
        out Vector256<float> v00, out Vector256<float> v01, out Vector256<float> v10, out Vector256<float> v11) =>
        Look(Vector256.Load(unit) & Vector256.Create((byte)15), t0, t1, t2, t3, out v00, out v01, out v10, out v11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Last(
        byte* unit, Vector256<float> t0, Vector256<float> t1, Vector256<float> t2, Vector256<float> t3,
        out Vector256<float> v20, out Vector256<float> v21, out Vector256<float> v30, out Vector256<float> v31) =>
        Look((Vector256.Load((ushort*)unit) >>> 4).AsByte() & Vector256.Create((byte)15), t0, t1, t2, t3, out v20, out v21, out v30, out v31);

    public static (int Byte, int Shift) Place(int inner, int row)
    {
        var (vector, lane) = ((2 * (inner % 2)) + (row / Lanes), row % Lanes);
        return ((16 * (lane / 4)) + (4 * vector) + (lane % 4), inner / 2 * 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Look(
        Vector256<byte> codes, Vector256<float> t0, Vector256<float> t1, Vector256<float> t2, Vector256<float> t3,
        out Vector256<float> v0, out Vector256<float> v1, out Vector256<float> v2, out Vector256<float> v3)
    {
        if (Avx2.IsSupported)
        {
            // In this order the fewest registers are in use at a time.
            var p0 = Avx2.Shuffle(t0.AsByte(), codes);
            var p1 = Avx2.Shuffle(t1.AsByte(), codes);
            var a = Avx2.UnpackLow(p0, p1).AsUInt16();
            var c = Avx2.UnpackHigh(p0, p1).AsUInt16();
            var p2 = Avx2.Shuffle(t2.AsByte(), codes);
            var p3 = Avx2.Shuffle(t3.AsByte(), codes);
            var b = Avx2.UnpackLow(p2, p3).AsUInt16();
            var d = Avx2.UnpackHigh(p2, p3).AsUInt16();
            v0 = Avx2.UnpackLow(a, b).AsSingle();
            v1 = Avx2.UnpackHigh(a, b).AsSingle();
            v2 = Avx2.UnpackLow(c, d).AsSingle();
            v3 = Avx2.UnpackHigh(c, d).AsSingle();
        }
        else
        {
            FourBitLookup128.Look(
                codes.GetLower(), t0.GetLower(), t1.GetLower(), t2.GetLower(), t3.GetLower(), out var l0, out var l1, out var l2, out var l3);
            FourBitLookup128.Look(
                codes.GetUpper(), t0.GetLower(), t1.GetLower(), t2.GetLower(), t3.GetLower(), out var u0, out var u1, out var u2, out var u3);
            v0 = Vector256.Create(l0, u0);
            v1 = Vector256.Create(l1, u1);
            v2 = Vector256.Create(l2, u2);
            v3 = Vector256.Create(l3, u3);
        }
    }
}
