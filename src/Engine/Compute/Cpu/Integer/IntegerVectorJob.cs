using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>One row times a matrix, or two or three in turns; codes become numbers in registers. One job multiplies some neighbouring panels.</summary>
/// <param name="product">Shape and result.</param>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The rows.</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct IntegerVectorJob<TDot>(Product product, IntegerPanels weights, IntegerActivations activations, int panelsPerJob) : IJob
    where TDot : IRowDot
{
    /// <summary>Inner indices, a multiple of every group, whose scales are restored at a time: so many that finding their places costs little, and few enough for a cache.</summary>
    private const int StretchDepth = 4096;

    public void Run(int index)
    {
        var sums = stackalloc float[IntegerPanels.Width];
        var scratch = KernelScratch.Rent(weights.ScratchFloats(StretchDepth));
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel++)
        {
            for (var row = 0; row < activations.Rows; row++)
            {
                MultiplyPanel(panel, row, sums, scratch);
                product.Finish(sums, row, panel, IntegerPanels.Width);
            }
        }
    }

    private void MultiplyPanel(int panel, int row, float* sums, float* scratch)
    {
        new Span<float>(sums, IntegerPanels.Width).Clear();
        var unit = weights.Codes(panel, TDot.UnitBytes);
        for (var start = 0; start < product.InFeatures; start += StretchDepth)
        {
            var depth = Math.Min(StretchDepth, product.InFeatures - start);
            MultiplyStretch(unit, weights.Scales(panel, start, depth, scratch), row, start, depth, sums);
            unit += depth / IntegerPanels.UnitDepth * TDot.UnitBytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyStretch(byte* unit, float* scale, int row, int start, int depth, float* sums)
    {
        var (group, segment) = (activations.GroupLength, weights.SegmentLength);
        var table = weights.Table;
        var x = activations.Codes(row) + (start * TDot.CodeBytes);
        var xScale = activations.Scales(row) + (start / group);
        var leftOfSegment = segment - (start % segment);
        for (var left = depth; left > 0; left -= group, xScale++)
        {
            var count = Math.Min(group, left);
            TDot.Sum(unit, x, x + (count * TDot.CodeBytes), table, out var i0, out var i1);
            IntegerDot.Join(i0, i1, scale, *xScale, sums);
            unit += count / IntegerPanels.UnitDepth * TDot.UnitBytes;
            x += count * TDot.CodeBytes;
            leftOfSegment -= group;
            if (leftOfSegment == 0)
            {
                leftOfSegment = segment;
                scale += IntegerPanels.Width;
            }
        }
    }
}
