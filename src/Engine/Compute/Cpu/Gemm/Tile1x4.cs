using System.Runtime.CompilerServices;
using static Chameleon.Engine.Compute.Cpu.Gemm.VectorIsaExtensions;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>One row by four panels: eight chains hide the latency of the multiply-add while weights stream by.</summary>
internal readonly unsafe struct Tile1x4<TVector, TIsa> : ITile
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    public static int Rows => 1;

    public static int Panels => 4;

    public static int RowsOf(int left) => Math.Min(left, Rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TElement>(in TileWork<TElement> work)
        where TElement : unmanaged
    {
        var width = TIsa.Lanes;
        TVector c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default, c06 = default, c07 = default;
        if (work.Resume)
        {
            var r0 = work.OutputRow(0);
            var q1 = work.PanelColumn(1);
            var q2 = work.PanelColumn(2);
            var q3 = work.PanelColumn(3);
            c00 = TIsa.Load(r0);
            c01 = TIsa.Load(r0 + width);
            c02 = TIsa.Load(r0 + q1);
            c03 = TIsa.Load(r0 + q1 + width);
            c04 = TIsa.Load(r0 + q2);
            c05 = TIsa.Load(r0 + q2 + width);
            c06 = TIsa.Load(r0 + q3);
            c07 = TIsa.Load(r0 + q3 + width);
        }

        var a0 = work.InputRow(0);
        var b0 = work.Panel(0);
        var b1 = work.Panel(1);
        var b2 = work.Panel(2);
        var b3 = work.Panel(3);
        for (nint k = 0; k < work.Depth; k++)
        {
            Prefetch.Ahead(b0);
            Prefetch.Ahead(b1);
            Prefetch.Ahead(b2);
            Prefetch.Ahead(b3);
            var y0 = LoadAny<TVector, TIsa, TElement>(b0);
            var y1 = LoadAny<TVector, TIsa, TElement>(b0 + width);
            var y2 = LoadAny<TVector, TIsa, TElement>(b1);
            var y3 = LoadAny<TVector, TIsa, TElement>(b1 + width);
            var y4 = LoadAny<TVector, TIsa, TElement>(b2);
            var y5 = LoadAny<TVector, TIsa, TElement>(b2 + width);
            var y6 = LoadAny<TVector, TIsa, TElement>(b3);
            var y7 = LoadAny<TVector, TIsa, TElement>(b3 + width);
            var x0 = TIsa.Broadcast(a0[k]);
            c00 = TIsa.FusedMultiplyAdd(x0, y0, c00);
            c01 = TIsa.FusedMultiplyAdd(x0, y1, c01);
            c02 = TIsa.FusedMultiplyAdd(x0, y2, c02);
            c03 = TIsa.FusedMultiplyAdd(x0, y3, c03);
            c04 = TIsa.FusedMultiplyAdd(x0, y4, c04);
            c05 = TIsa.FusedMultiplyAdd(x0, y5, c05);
            c06 = TIsa.FusedMultiplyAdd(x0, y6, c06);
            c07 = TIsa.FusedMultiplyAdd(x0, y7, c07);
            b0 += 2 * width;
            b1 += 2 * width;
            b2 += 2 * width;
            b3 += 2 * width;
        }

        if (work.Bias != null)
        {
            var bias = work.Bias;
            var q1 = work.PanelColumn(1);
            var q2 = work.PanelColumn(2);
            var q3 = work.PanelColumn(3);
            var z0 = TIsa.Load(bias);
            c00 = TIsa.Add(c00, z0);
            var z1 = TIsa.Load(bias + width);
            c01 = TIsa.Add(c01, z1);
            var z2 = TIsa.Load(bias + q1);
            c02 = TIsa.Add(c02, z2);
            var z3 = TIsa.Load(bias + q1 + width);
            c03 = TIsa.Add(c03, z3);
            var z4 = TIsa.Load(bias + q2);
            c04 = TIsa.Add(c04, z4);
            var z5 = TIsa.Load(bias + q2 + width);
            c05 = TIsa.Add(c05, z5);
            var z6 = TIsa.Load(bias + q3);
            c06 = TIsa.Add(c06, z6);
            var z7 = TIsa.Load(bias + q3 + width);
            c07 = TIsa.Add(c07, z7);
        }

        // Worked out afresh: addresses kept over the loop would take registers from it.
        var s0 = work.OutputRow(0);
        var t1 = work.PanelColumn(1);
        var t2 = work.PanelColumn(2);
        var t3 = work.PanelColumn(3);
        TIsa.Store(c00, s0);
        TIsa.Store(c01, s0 + width);
        TIsa.Store(c02, s0 + t1);
        TIsa.Store(c03, s0 + t1 + width);
        TIsa.Store(c04, s0 + t2);
        TIsa.Store(c05, s0 + t2 + width);
        TIsa.Store(c06, s0 + t3);
        TIsa.Store(c07, s0 + t3 + width);
    }
}
