using System.Runtime.CompilerServices;
using static Chameleon.Engine.Compute.Cpu.Gemm.VectorIsaExtensions;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Three rows by two panels: guidance and small batches in one pass over the weights.</summary>
internal readonly unsafe struct Tile3x2<TVector, TIsa> : ITile
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Rows => 3;

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
        if (work.Resume && work.FirstFactors == null)
        {
            var r0 = work.OutputRow(0);
            var r1 = work.OutputRow(1);
            var r2 = work.OutputRow(2);
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
        }

        var a0 = work.InputRow(0);
        var a1 = work.InputRow(1);
        var a2 = work.InputRow(2);
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
                Prefetch.Ahead(b0);
                Prefetch.Ahead(b1);
                var x0 = TIsa.Broadcast(a0[k]);
                var x1 = TIsa.Broadcast(a1[k]);
                var x2 = TIsa.Broadcast(a2[k]);
                var y0 = LoadAny<TVector, TIsa, TElement>(b0);
                c00 = TIsa.FusedMultiplyAdd(x0, y0, c00);
                c10 = TIsa.FusedMultiplyAdd(x1, y0, c10);
                c20 = TIsa.FusedMultiplyAdd(x2, y0, c20);
                var y1 = LoadAny<TVector, TIsa, TElement>(b0 + width);
                c01 = TIsa.FusedMultiplyAdd(x0, y1, c01);
                c11 = TIsa.FusedMultiplyAdd(x1, y1, c11);
                c21 = TIsa.FusedMultiplyAdd(x2, y1, c21);
                var y2 = LoadAny<TVector, TIsa, TElement>(b1);
                c02 = TIsa.FusedMultiplyAdd(x0, y2, c02);
                c12 = TIsa.FusedMultiplyAdd(x1, y2, c12);
                c22 = TIsa.FusedMultiplyAdd(x2, y2, c22);
                var y3 = LoadAny<TVector, TIsa, TElement>(b1 + width);
                c03 = TIsa.FusedMultiplyAdd(x0, y3, c03);
                c13 = TIsa.FusedMultiplyAdd(x1, y3, c13);
                c23 = TIsa.FusedMultiplyAdd(x2, y3, c23);
                b0 += 2 * width;
                b1 += 2 * width;
            }

            // Worked out afresh: addresses kept over the loop would take registers from it.
            var s0 = work.OutputRow(0);
            var s1 = work.OutputRow(1);
            var s2 = work.OutputRow(2);
            var t1 = work.PanelColumn(1);
            if (work.FirstFactors != null)
            {
                var z0 = TIsa.Load(f0);
                c00 = TIsa.FusedMultiplyAdd(z0, c00, TIsa.Load(s0));
                c10 = TIsa.FusedMultiplyAdd(z0, c10, TIsa.Load(s1));
                c20 = TIsa.FusedMultiplyAdd(z0, c20, TIsa.Load(s2));
                var z1 = TIsa.Load(f0 + width);
                c01 = TIsa.FusedMultiplyAdd(z1, c01, TIsa.Load(s0 + width));
                c11 = TIsa.FusedMultiplyAdd(z1, c11, TIsa.Load(s1 + width));
                c21 = TIsa.FusedMultiplyAdd(z1, c21, TIsa.Load(s2 + width));
                var z2 = TIsa.Load(f1);
                c02 = TIsa.FusedMultiplyAdd(z2, c02, TIsa.Load(s0 + t1));
                c12 = TIsa.FusedMultiplyAdd(z2, c12, TIsa.Load(s1 + t1));
                c22 = TIsa.FusedMultiplyAdd(z2, c22, TIsa.Load(s2 + t1));
                var z3 = TIsa.Load(f1 + width);
                c03 = TIsa.FusedMultiplyAdd(z3, c03, TIsa.Load(s0 + t1 + width));
                c13 = TIsa.FusedMultiplyAdd(z3, c13, TIsa.Load(s1 + t1 + width));
                c23 = TIsa.FusedMultiplyAdd(z3, c23, TIsa.Load(s2 + t1 + width));
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
                var y1 = TIsa.Load(bias + width);
                c01 = TIsa.Add(c01, y1);
                c11 = TIsa.Add(c11, y1);
                c21 = TIsa.Add(c21, y1);
                var y2 = TIsa.Load(bias + t1);
                c02 = TIsa.Add(c02, y2);
                c12 = TIsa.Add(c12, y2);
                c22 = TIsa.Add(c22, y2);
                var y3 = TIsa.Load(bias + t1 + width);
                c03 = TIsa.Add(c03, y3);
                c13 = TIsa.Add(c13, y3);
                c23 = TIsa.Add(c23, y3);
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
            c00 = c01 = c02 = c03 = default;
            c10 = c11 = c12 = c13 = default;
            c20 = c21 = c22 = c23 = default;
        }
        while (k < work.Depth);
    }
}
