using System.Runtime.CompilerServices;
using static Chameleon.Engine.Compute.Cpu.Gemm.VectorIsaExtensions;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Six rows by two panels: twenty-four accumulators, the tile for thirty-two registers.</summary>
internal readonly unsafe struct Tile6x2<TVector, TIsa> : ITile
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Rows => 6;

    public static int Panels => 2;

    public static int RowsOf(int left) => Math.Min(left, Rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TElement>(in TileWork<TElement> work)
        where TElement : unmanaged
    {
        var width = TIsa.Lanes;
        TVector c00 = default, c01 = default, c02 = default, c03 = default;
        TVector c10 = default, c11 = default, c12 = default, c13 = default;
        TVector c20 = default, c21 = default, c22 = default, c23 = default;
        TVector c30 = default, c31 = default, c32 = default, c33 = default;
        TVector c40 = default, c41 = default, c42 = default, c43 = default;
        TVector c50 = default, c51 = default, c52 = default, c53 = default;
        if (work.Resume && work.FirstFactors == null)
        {
            var r0 = work.OutputRow(0);
            var r1 = work.OutputRow(1);
            var r2 = work.OutputRow(2);
            var r3 = work.OutputRow(3);
            var r4 = work.OutputRow(4);
            var r5 = work.OutputRow(5);
            var q1 = work.PanelColumn(1);
            c00 = TIsa.Load(r0);
            c01 = TIsa.Load(r0 + width);
            c02 = TIsa.Load(r0 + q1);
            c03 = TIsa.Load(r0 + q1 + width);
            c10 = TIsa.Load(r1);
            c11 = TIsa.Load(r1 + width);
            c12 = TIsa.Load(r1 + q1);
            c13 = TIsa.Load(r1 + q1 + width);
            c20 = TIsa.Load(r2);
            c21 = TIsa.Load(r2 + width);
            c22 = TIsa.Load(r2 + q1);
            c23 = TIsa.Load(r2 + q1 + width);
            c30 = TIsa.Load(r3);
            c31 = TIsa.Load(r3 + width);
            c32 = TIsa.Load(r3 + q1);
            c33 = TIsa.Load(r3 + q1 + width);
            c40 = TIsa.Load(r4);
            c41 = TIsa.Load(r4 + width);
            c42 = TIsa.Load(r4 + q1);
            c43 = TIsa.Load(r4 + q1 + width);
            c50 = TIsa.Load(r5);
            c51 = TIsa.Load(r5 + width);
            c52 = TIsa.Load(r5 + q1);
            c53 = TIsa.Load(r5 + q1 + width);
        }

        var a0 = work.InputRow(0);
        var a1 = work.InputRow(1);
        var a2 = work.InputRow(2);
        var a3 = work.InputRow(3);
        var a4 = work.InputRow(4);
        var a5 = work.InputRow(5);
        var b0 = work.Panel(0);
        var b1 = work.Panel(1);
        var f0 = work.Factors(0);
        var f1 = work.Factors(1);
        var chainLength = work.ChainLength;
        nint k = 0;
        do
        {
            for (var end = k + chainLength; k < end; k++)
            {
                var y0 = LoadAny<TVector, TIsa, TElement>(b0);
                var y1 = LoadAny<TVector, TIsa, TElement>(b0 + width);
                var y2 = LoadAny<TVector, TIsa, TElement>(b1);
                var y3 = LoadAny<TVector, TIsa, TElement>(b1 + width);
                var x0 = TIsa.Broadcast(a0[k]);
                c00 = TIsa.FusedMultiplyAdd(x0, y0, c00);
                c01 = TIsa.FusedMultiplyAdd(x0, y1, c01);
                c02 = TIsa.FusedMultiplyAdd(x0, y2, c02);
                c03 = TIsa.FusedMultiplyAdd(x0, y3, c03);
                var x1 = TIsa.Broadcast(a1[k]);
                c10 = TIsa.FusedMultiplyAdd(x1, y0, c10);
                c11 = TIsa.FusedMultiplyAdd(x1, y1, c11);
                c12 = TIsa.FusedMultiplyAdd(x1, y2, c12);
                c13 = TIsa.FusedMultiplyAdd(x1, y3, c13);
                var x2 = TIsa.Broadcast(a2[k]);
                c20 = TIsa.FusedMultiplyAdd(x2, y0, c20);
                c21 = TIsa.FusedMultiplyAdd(x2, y1, c21);
                c22 = TIsa.FusedMultiplyAdd(x2, y2, c22);
                c23 = TIsa.FusedMultiplyAdd(x2, y3, c23);
                var x3 = TIsa.Broadcast(a3[k]);
                c30 = TIsa.FusedMultiplyAdd(x3, y0, c30);
                c31 = TIsa.FusedMultiplyAdd(x3, y1, c31);
                c32 = TIsa.FusedMultiplyAdd(x3, y2, c32);
                c33 = TIsa.FusedMultiplyAdd(x3, y3, c33);
                var x4 = TIsa.Broadcast(a4[k]);
                c40 = TIsa.FusedMultiplyAdd(x4, y0, c40);
                c41 = TIsa.FusedMultiplyAdd(x4, y1, c41);
                c42 = TIsa.FusedMultiplyAdd(x4, y2, c42);
                c43 = TIsa.FusedMultiplyAdd(x4, y3, c43);
                var x5 = TIsa.Broadcast(a5[k]);
                c50 = TIsa.FusedMultiplyAdd(x5, y0, c50);
                c51 = TIsa.FusedMultiplyAdd(x5, y1, c51);
                c52 = TIsa.FusedMultiplyAdd(x5, y2, c52);
                c53 = TIsa.FusedMultiplyAdd(x5, y3, c53);
                b0 += 2 * width;
                b1 += 2 * width;
            }

            // Worked out afresh: addresses kept over the loop would take registers from it.
            var s0 = work.OutputRow(0);
            var s1 = work.OutputRow(1);
            var s2 = work.OutputRow(2);
            var s3 = work.OutputRow(3);
            var s4 = work.OutputRow(4);
            var s5 = work.OutputRow(5);
            var t1 = work.PanelColumn(1);
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
                var z2 = TIsa.Load(f1);
                c02 = TIsa.FusedMultiplyAdd(z2, c02, TIsa.Load(s0 + t1));
                c12 = TIsa.FusedMultiplyAdd(z2, c12, TIsa.Load(s1 + t1));
                c22 = TIsa.FusedMultiplyAdd(z2, c22, TIsa.Load(s2 + t1));
                c32 = TIsa.FusedMultiplyAdd(z2, c32, TIsa.Load(s3 + t1));
                c42 = TIsa.FusedMultiplyAdd(z2, c42, TIsa.Load(s4 + t1));
                c52 = TIsa.FusedMultiplyAdd(z2, c52, TIsa.Load(s5 + t1));
                var z3 = TIsa.Load(f1 + width);
                c03 = TIsa.FusedMultiplyAdd(z3, c03, TIsa.Load(s0 + t1 + width));
                c13 = TIsa.FusedMultiplyAdd(z3, c13, TIsa.Load(s1 + t1 + width));
                c23 = TIsa.FusedMultiplyAdd(z3, c23, TIsa.Load(s2 + t1 + width));
                c33 = TIsa.FusedMultiplyAdd(z3, c33, TIsa.Load(s3 + t1 + width));
                c43 = TIsa.FusedMultiplyAdd(z3, c43, TIsa.Load(s4 + t1 + width));
                c53 = TIsa.FusedMultiplyAdd(z3, c53, TIsa.Load(s5 + t1 + width));
                f0 += 2 * width;
                f1 += 2 * width;
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
                var y2 = TIsa.Load(bias + t1);
                c02 = TIsa.Add(c02, y2);
                c12 = TIsa.Add(c12, y2);
                c22 = TIsa.Add(c22, y2);
                c32 = TIsa.Add(c32, y2);
                c42 = TIsa.Add(c42, y2);
                c52 = TIsa.Add(c52, y2);
                var y3 = TIsa.Load(bias + t1 + width);
                c03 = TIsa.Add(c03, y3);
                c13 = TIsa.Add(c13, y3);
                c23 = TIsa.Add(c23, y3);
                c33 = TIsa.Add(c33, y3);
                c43 = TIsa.Add(c43, y3);
                c53 = TIsa.Add(c53, y3);
            }

            TIsa.Store(c00, s0);
            TIsa.Store(c01, s0 + width);
            TIsa.Store(c02, s0 + t1);
            TIsa.Store(c03, s0 + t1 + width);
            TIsa.Store(c10, s1);
            TIsa.Store(c11, s1 + width);
            TIsa.Store(c12, s1 + t1);
            TIsa.Store(c13, s1 + t1 + width);
            TIsa.Store(c20, s2);
            TIsa.Store(c21, s2 + width);
            TIsa.Store(c22, s2 + t1);
            TIsa.Store(c23, s2 + t1 + width);
            TIsa.Store(c30, s3);
            TIsa.Store(c31, s3 + width);
            TIsa.Store(c32, s3 + t1);
            TIsa.Store(c33, s3 + t1 + width);
            TIsa.Store(c40, s4);
            TIsa.Store(c41, s4 + width);
            TIsa.Store(c42, s4 + t1);
            TIsa.Store(c43, s4 + t1 + width);
            TIsa.Store(c50, s5);
            TIsa.Store(c51, s5 + width);
            TIsa.Store(c52, s5 + t1);
            TIsa.Store(c53, s5 + t1 + width);
            c00 = c01 = c02 = c03 = default;
            c10 = c11 = c12 = c13 = default;
            c20 = c21 = c22 = c23 = default;
            c30 = c31 = c32 = c33 = default;
            c40 = c41 = c42 = c43 = default;
            c50 = c51 = c52 = c53 = default;
        }
        while (k < work.Depth);
    }
}
