using System.Runtime.Intrinsics;

namespace Chameleon.Bench.Yardsticks;

/// <summary>The innermost loops of the feasibility study.</summary>
internal static unsafe class PrototypeTiles
{
    public static void Multiply6x16(int depth, float* a, float* b, float* c, int stride)
    {
        Vector256<float> c00 = default, c01 = default;
        Vector256<float> c10 = default, c11 = default;
        Vector256<float> c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default;
        Vector256<float> c50 = default, c51 = default;
        for (var k = 0; k < depth; k++, a += 6, b += 16)
        {
            var y0 = Vector256.LoadAligned(b + 0);
            var y1 = Vector256.LoadAligned(b + 8);
            var x0 = Vector256.Create(a[0]);
            c00 = Vector256.FusedMultiplyAdd(x0, y0, c00);
            c01 = Vector256.FusedMultiplyAdd(x0, y1, c01);
            var x1 = Vector256.Create(a[1]);
            c10 = Vector256.FusedMultiplyAdd(x1, y0, c10);
            c11 = Vector256.FusedMultiplyAdd(x1, y1, c11);
            var x2 = Vector256.Create(a[2]);
            c20 = Vector256.FusedMultiplyAdd(x2, y0, c20);
            c21 = Vector256.FusedMultiplyAdd(x2, y1, c21);
            var x3 = Vector256.Create(a[3]);
            c30 = Vector256.FusedMultiplyAdd(x3, y0, c30);
            c31 = Vector256.FusedMultiplyAdd(x3, y1, c31);
            var x4 = Vector256.Create(a[4]);
            c40 = Vector256.FusedMultiplyAdd(x4, y0, c40);
            c41 = Vector256.FusedMultiplyAdd(x4, y1, c41);
            var x5 = Vector256.Create(a[5]);
            c50 = Vector256.FusedMultiplyAdd(x5, y0, c50);
            c51 = Vector256.FusedMultiplyAdd(x5, y1, c51);
        }

        (Vector256.Load(c + (0 * (nint)stride) + 0) + c00).Store(c + (0 * (nint)stride) + 0);
        (Vector256.Load(c + (0 * (nint)stride) + 8) + c01).Store(c + (0 * (nint)stride) + 8);
        (Vector256.Load(c + (1 * (nint)stride) + 0) + c10).Store(c + (1 * (nint)stride) + 0);
        (Vector256.Load(c + (1 * (nint)stride) + 8) + c11).Store(c + (1 * (nint)stride) + 8);
        (Vector256.Load(c + (2 * (nint)stride) + 0) + c20).Store(c + (2 * (nint)stride) + 0);
        (Vector256.Load(c + (2 * (nint)stride) + 8) + c21).Store(c + (2 * (nint)stride) + 8);
        (Vector256.Load(c + (3 * (nint)stride) + 0) + c30).Store(c + (3 * (nint)stride) + 0);
        (Vector256.Load(c + (3 * (nint)stride) + 8) + c31).Store(c + (3 * (nint)stride) + 8);
        (Vector256.Load(c + (4 * (nint)stride) + 0) + c40).Store(c + (4 * (nint)stride) + 0);
        (Vector256.Load(c + (4 * (nint)stride) + 8) + c41).Store(c + (4 * (nint)stride) + 8);
        (Vector256.Load(c + (5 * (nint)stride) + 0) + c50).Store(c + (5 * (nint)stride) + 0);
        (Vector256.Load(c + (5 * (nint)stride) + 8) + c51).Store(c + (5 * (nint)stride) + 8);
    }

    public static void Multiply6x64(int depth, float* a, float* b, float* c, int stride)
    {
        Vector512<float> c00 = default, c01 = default, c02 = default, c03 = default;
        Vector512<float> c10 = default, c11 = default, c12 = default, c13 = default;
        Vector512<float> c20 = default, c21 = default, c22 = default, c23 = default;
        Vector512<float> c30 = default, c31 = default, c32 = default, c33 = default;
        Vector512<float> c40 = default, c41 = default, c42 = default, c43 = default;
        Vector512<float> c50 = default, c51 = default, c52 = default, c53 = default;
        for (var k = 0; k < depth; k++, a += 6, b += 64)
        {
            var y0 = Vector512.LoadAligned(b + 0);
            var y1 = Vector512.LoadAligned(b + 16);
            var y2 = Vector512.LoadAligned(b + 32);
            var y3 = Vector512.LoadAligned(b + 48);
            var x0 = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(x0, y0, c00);
            c01 = Vector512.FusedMultiplyAdd(x0, y1, c01);
            c02 = Vector512.FusedMultiplyAdd(x0, y2, c02);
            c03 = Vector512.FusedMultiplyAdd(x0, y3, c03);
            var x1 = Vector512.Create(a[1]);
            c10 = Vector512.FusedMultiplyAdd(x1, y0, c10);
            c11 = Vector512.FusedMultiplyAdd(x1, y1, c11);
            c12 = Vector512.FusedMultiplyAdd(x1, y2, c12);
            c13 = Vector512.FusedMultiplyAdd(x1, y3, c13);
            var x2 = Vector512.Create(a[2]);
            c20 = Vector512.FusedMultiplyAdd(x2, y0, c20);
            c21 = Vector512.FusedMultiplyAdd(x2, y1, c21);
            c22 = Vector512.FusedMultiplyAdd(x2, y2, c22);
            c23 = Vector512.FusedMultiplyAdd(x2, y3, c23);
            var x3 = Vector512.Create(a[3]);
            c30 = Vector512.FusedMultiplyAdd(x3, y0, c30);
            c31 = Vector512.FusedMultiplyAdd(x3, y1, c31);
            c32 = Vector512.FusedMultiplyAdd(x3, y2, c32);
            c33 = Vector512.FusedMultiplyAdd(x3, y3, c33);
            var x4 = Vector512.Create(a[4]);
            c40 = Vector512.FusedMultiplyAdd(x4, y0, c40);
            c41 = Vector512.FusedMultiplyAdd(x4, y1, c41);
            c42 = Vector512.FusedMultiplyAdd(x4, y2, c42);
            c43 = Vector512.FusedMultiplyAdd(x4, y3, c43);
            var x5 = Vector512.Create(a[5]);
            c50 = Vector512.FusedMultiplyAdd(x5, y0, c50);
            c51 = Vector512.FusedMultiplyAdd(x5, y1, c51);
            c52 = Vector512.FusedMultiplyAdd(x5, y2, c52);
            c53 = Vector512.FusedMultiplyAdd(x5, y3, c53);
        }

        (Vector512.Load(c + (0 * (nint)stride) + 0) + c00).Store(c + (0 * (nint)stride) + 0);
        (Vector512.Load(c + (0 * (nint)stride) + 16) + c01).Store(c + (0 * (nint)stride) + 16);
        (Vector512.Load(c + (0 * (nint)stride) + 32) + c02).Store(c + (0 * (nint)stride) + 32);
        (Vector512.Load(c + (0 * (nint)stride) + 48) + c03).Store(c + (0 * (nint)stride) + 48);
        (Vector512.Load(c + (1 * (nint)stride) + 0) + c10).Store(c + (1 * (nint)stride) + 0);
        (Vector512.Load(c + (1 * (nint)stride) + 16) + c11).Store(c + (1 * (nint)stride) + 16);
        (Vector512.Load(c + (1 * (nint)stride) + 32) + c12).Store(c + (1 * (nint)stride) + 32);
        (Vector512.Load(c + (1 * (nint)stride) + 48) + c13).Store(c + (1 * (nint)stride) + 48);
        (Vector512.Load(c + (2 * (nint)stride) + 0) + c20).Store(c + (2 * (nint)stride) + 0);
        (Vector512.Load(c + (2 * (nint)stride) + 16) + c21).Store(c + (2 * (nint)stride) + 16);
        (Vector512.Load(c + (2 * (nint)stride) + 32) + c22).Store(c + (2 * (nint)stride) + 32);
        (Vector512.Load(c + (2 * (nint)stride) + 48) + c23).Store(c + (2 * (nint)stride) + 48);
        (Vector512.Load(c + (3 * (nint)stride) + 0) + c30).Store(c + (3 * (nint)stride) + 0);
        (Vector512.Load(c + (3 * (nint)stride) + 16) + c31).Store(c + (3 * (nint)stride) + 16);
        (Vector512.Load(c + (3 * (nint)stride) + 32) + c32).Store(c + (3 * (nint)stride) + 32);
        (Vector512.Load(c + (3 * (nint)stride) + 48) + c33).Store(c + (3 * (nint)stride) + 48);
        (Vector512.Load(c + (4 * (nint)stride) + 0) + c40).Store(c + (4 * (nint)stride) + 0);
        (Vector512.Load(c + (4 * (nint)stride) + 16) + c41).Store(c + (4 * (nint)stride) + 16);
        (Vector512.Load(c + (4 * (nint)stride) + 32) + c42).Store(c + (4 * (nint)stride) + 32);
        (Vector512.Load(c + (4 * (nint)stride) + 48) + c43).Store(c + (4 * (nint)stride) + 48);
        (Vector512.Load(c + (5 * (nint)stride) + 0) + c50).Store(c + (5 * (nint)stride) + 0);
        (Vector512.Load(c + (5 * (nint)stride) + 16) + c51).Store(c + (5 * (nint)stride) + 16);
        (Vector512.Load(c + (5 * (nint)stride) + 32) + c52).Store(c + (5 * (nint)stride) + 32);
        (Vector512.Load(c + (5 * (nint)stride) + 48) + c53).Store(c + (5 * (nint)stride) + 48);
    }
}
