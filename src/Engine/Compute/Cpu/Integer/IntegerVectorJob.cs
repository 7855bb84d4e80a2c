using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>One row times a matrix; codes become numbers in registers. One job multiplies some neighbouring panels.</summary>
/// <param name="product">Shape and result.</param>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The row.</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct IntegerVectorJob<TDot>(Product product, IntegerPanels weights, IntegerActivations activations, int panelsPerJob) : IJob
    where TDot : IRowDot
{
    private const int Lanes = 8;

    public void Run(int index)
    {
        var sums = stackalloc float[IntegerPanels.Width];
        var scratch = KernelScratch.Rent(weights.ScratchFloats(product.InFeatures));
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel++)
        {
            Multiply(weights.Codes(panel, TDot.UnitBytes), weights.Scales(panel, 0, product.InFeatures, scratch), sums);
            product.Finish(sums, 0, panel, IntegerPanels.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(byte* unit, float* scale, float* sums)
    {
        var table = weights.Table;
        var x = activations.Codes(0);
        var xScale = activations.Scales(0);
        var group = activations.GroupLength;
        var segment = weights.SegmentLength;
        Vector256<float> f0 = default, f1 = default;
        var leftOfSegment = segment;
        for (var left = activations.Width; left > 0; left -= group, xScale++)
        {
            var depth = Math.Min(group, left);
            TDot.Sum(unit, x, x + (depth * TDot.CodeBytes), table, out var i0, out var i1);
            unit += depth / IntegerPanels.UnitDepth * TDot.UnitBytes;
            x += depth * TDot.CodeBytes;
            var factor = Vector256.Create(*xScale);
            f0 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i0), Vector256.Load(scale) * factor, f0);
            f1 = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i1), Vector256.Load(scale + Lanes) * factor, f1);
            leftOfSegment -= group;
            if (leftOfSegment == 0)
            {
                leftOfSegment = segment;
                scale += IntegerPanels.Width;
            }
        }

        f0.Store(sums);
        f1.Store(sums + Lanes);
    }
}
