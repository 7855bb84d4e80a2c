using System.Runtime.CompilerServices;
using static Chameleon.Engine.Compute.Cpu.Gemm.VectorIsaExtensions;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Six rows by one panel: twelve accumulators, the tile for sixteen registers. Up to four rows take the time of four. Four
/// inner indices at a time leave the processor's front end less to do.
/// </summary>
internal readonly unsafe struct Tile6x1<TVector, TIsa> : ITile
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    private const int FewRows = 4;
    private const int Unrolled = 4;

    public static int Rows => 6;

    public static int Panels => 1;

    public static int RowsOf(int left) => left is > 2 * FewRows or FewRows + 1 or FewRows + 2 ? Math.Min(left, Rows) : Math.Min(left, FewRows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TElement>(in TileWork<TElement> work)
        where TElement : unmanaged
    {
        var width = TIsa.Lanes;
        TVector c00 = default, c01 = default;
        TVector c10 = default, c11 = default;
        TVector c20 = default, c21 = default;
        TVector c30 = default, c31 = default;
        TVector c40 = default, c41 = default;
        TVector c50 = default, c51 = default;
        if (work.Resume && work.FirstFactors == null)
        {
            var r0 = work.OutputRow(0);
            var r1 = work.OutputRow(1);
            var r2 = work.OutputRow(2);
            var r3 = work.OutputRow(3);
            var r4 = work.OutputRow(4);
            var r5 = work.OutputRow(5);
            c00 = TIsa.Load(r0);
            c01 = TIsa.Load(r0 + width);
            c10 = TIsa.Load(r1);
            c11 = TIsa.Load(r1 + width);
            c20 = TIsa.Load(r2);
            c21 = TIsa.Load(r2 + width);
            c30 = TIsa.Load(r3);
            c31 = TIsa.Load(r3 + width);
            c40 = TIsa.Load(r4);
            c41 = TIsa.Load(r4 + width);
            c50 = TIsa.Load(r5);
            c51 = TIsa.Load(r5 + width);
        }

        var a0 = work.InputRow(0);
        var a1 = work.InputRow(1);
        var a2 = work.InputRow(2);
        var a3 = work.InputRow(3);
        var a4 = work.InputRow(4);
        var a5 = work.InputRow(5);
        var b0 = work.Panel(0);
        var f0 = work.Factors(0);
        var chainLength = work.ChainLength;
        nint k = 0;
        do
        {
            var end = k + chainLength;
            if (work.Rows > FewRows)
            {
                for (; k <= end - Unrolled; k += Unrolled, b0 += Unrolled * 2 * width)
                {
                    SixRows(b0, a0 + k, a1 + k, a2 + k, a3 + k, a4 + k, a5 + k, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    SixRows(b0 + (2 * width), a0 + k + 1, a1 + k + 1, a2 + k + 1, a3 + k + 1, a4 + k + 1, a5 + k + 1, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    SixRows(b0 + (4 * width), a0 + k + 2, a1 + k + 2, a2 + k + 2, a3 + k + 2, a4 + k + 2, a5 + k + 2, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                    SixRows(b0 + (6 * width), a0 + k + 3, a1 + k + 3, a2 + k + 3, a3 + k + 3, a4 + k + 3, a5 + k + 3, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                }

                for (; k < end; k++, b0 += 2 * width)
                {
                    SixRows(b0, a0 + k, a1 + k, a2 + k, a3 + k, a4 + k, a5 + k, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                }
            }
            else
            {
                for (; k < end; k++, b0 += 2 * width)
                {
                    var y0 = LoadAny<TVector, TIsa, TElement>(b0);
                    var y1 = LoadAny<TVector, TIsa, TElement>(b0 + width);
                    TwoRows(y0, y1, a0 + k, a1 + k, ref c00, ref c01, ref c10, ref c11);
                    TwoRows(y0, y1, a2 + k, a3 + k, ref c20, ref c21, ref c30, ref c31);
                }

                // Rows past the last one are the first once more.
                c40 = c50 = c00;
                c41 = c51 = c01;
            }

            // Worked out afresh: addresses kept over the loop would take registers from it.
            var s0 = work.OutputRow(0);
            var s1 = work.OutputRow(1);
            var s2 = work.OutputRow(2);
            var s3 = work.OutputRow(3);
            var s4 = work.OutputRow(4);
            var s5 = work.OutputRow(5);
            if (work.FirstFactors != null)
            {
                var z0 = TIsa.Load(f0);
                c00 = TIsa.FusedMultiplyAdd(z0, c00, TIsa.Load(s0));
                c10 = TIsa.FusedMultiplyAdd(z0, c10, TIsa.Load(s1));
                c20 = TIsa.FusedMultiplyAdd(z0, c20, TIsa.Load(s2));
                c30 = TIsa.FusedMultiplyAdd(z0, c30, TIsa.Load(s3));
                c40 = TIsa.FusedMultiplyAdd(z0, c40, TIsa.Load(s4));
                c50 = TIsa.FusedMultiplyAdd(z0, c50, TIsa.Load(s5));
                var z1 = TIsa.Load(f0 + width);
                c01 = TIsa.FusedMultiplyAdd(z1, c01, TIsa.Load(s0 + width));
                c11 = TIsa.FusedMultiplyAdd(z1, c11, TIsa.Load(s1 + width));
                c21 = TIsa.FusedMultiplyAdd(z1, c21, TIsa.Load(s2 + width));
                c31 = TIsa.FusedMultiplyAdd(z1, c31, TIsa.Load(s3 + width));
                c41 = TIsa.FusedMultiplyAdd(z1, c41, TIsa.Load(s4 + width));
                c51 = TIsa.FusedMultiplyAdd(z1, c51, TIsa.Load(s5 + width));
                f0 += 2 * width;
            }

            if (work.Bias != null && k == work.Depth)
            {
                var bias = work.Bias;
                var y0 = TIsa.Load(bias);
                c00 = TIsa.Add(c00, y0);
                c10 = TIsa.Add(c10, y0);
                c20 = TIsa.Add(c20, y0);
                c30 = TIsa.Add(c30, y0);
                c40 = TIsa.Add(c40, y0);
                c50 = TIsa.Add(c50, y0);
                var y1 = TIsa.Load(bias + width);
                c01 = TIsa.Add(c01, y1);
                c11 = TIsa.Add(c11, y1);
                c21 = TIsa.Add(c21, y1);
                c31 = TIsa.Add(c31, y1);
                c41 = TIsa.Add(c41, y1);
                c51 = TIsa.Add(c51, y1);
            }

            TIsa.Store(c00, s0);
            TIsa.Store(c01, s0 + width);
            TIsa.Store(c10, s1);
            TIsa.Store(c11, s1 + width);
            TIsa.Store(c20, s2);
            TIsa.Store(c21, s2 + width);
            TIsa.Store(c30, s3);
            TIsa.Store(c31, s3 + width);
            TIsa.Store(c40, s4);
            TIsa.Store(c41, s4 + width);
            TIsa.Store(c50, s5);
            TIsa.Store(c51, s5 + width);
            c00 = c01 = default;
            c10 = c11 = default;
            c20 = c21 = default;
            c30 = c31 = default;
            c40 = c41 = default;
            c50 = c51 = default;
        }
        while (k < work.Depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixRows<TElement>(
        TElement* panel, float* a0, float* a1, float* a2, float* a3, float* a4, float* a5,
        ref TVector c00, ref TVector c01, ref TVector c10, ref TVector c11, ref TVector c20, ref TVector c21,
        ref TVector c30, ref TVector c31, ref TVector c40, ref TVector c41, ref TVector c50, ref TVector c51)
        where TElement : unmanaged
    {
        var y0 = LoadAny<TVector, TIsa, TElement>(panel);
        var y1 = LoadAny<TVector, TIsa, TElement>(panel + TIsa.Lanes);
        TwoRows(y0, y1, a0, a1, ref c00, ref c01, ref c10, ref c11);
        TwoRows(y0, y1, a2, a3, ref c20, ref c21, ref c30, ref c31);
        TwoRows(y0, y1, a4, a5, ref c40, ref c41, ref c50, ref c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoRows(
        TVector y0, TVector y1, float* a0, float* a1, ref TVector c00, ref TVector c01, ref TVector c10, ref TVector c11)
    {
        var x0 = TIsa.Broadcast(*a0);
        c00 = TIsa.FusedMultiplyAdd(x0, y0, c00);
        c01 = TIsa.FusedMultiplyAdd(x0, y1, c01);
        var x1 = TIsa.Broadcast(*a1);
        c10 = TIsa.FusedMultiplyAdd(x1, y0, c10);
        c11 = TIsa.FusedMultiplyAdd(x1, y1, c11);
    }
}
