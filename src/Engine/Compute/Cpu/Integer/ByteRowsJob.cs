using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>A few rows of 8-bit numbers times a matrix; codes become numbers in registers, where four rows share them. One job multiplies some neighbouring panels.</summary>
/// <param name="product">Shape and result.</param>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The rows.</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct ByteRowsJob<TWeights>(Product product, IntegerPanels weights, IntegerActivations activations, int panelsPerJob) : IJob
    where TWeights : IIntegerWeights
{
    private const int Rows = 4;

    public void Run(int index)
    {
        var sums = stackalloc float[Rows * IntegerPanels.Width];
        var scratch = KernelScratch.Rent(weights.ScratchFloats(product.InFeatures));
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel++)
        {
            var scales = weights.Scales(panel, 0, product.InFeatures, scratch);
            for (var row = 0; row < activations.Rows; row += Rows)
            {
                Multiply(weights.Codes(panel, TWeights.UnitBytes), scales, row, sums);
                for (var i = 0; i < Math.Min(Rows, activations.Rows - row); i++)
                {
                    product.Finish(sums + (i * IntegerPanels.Width), row + i, panel, IntegerPanels.Width);
                }
            }
        }
    }

    /// <summary>The sums of four neighbouring rows, the last one's again where there are no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(byte* unit, float* scale, int row, float* sums)
    {
        var (group, segment, last) = (activations.GroupLength, weights.SegmentLength, activations.Rows - 1);
        var table = weights.Table.Low;
        var x = activations.Codes(row);
        var offset1 = activations.Codes(Math.Min(row + 1, last)) - x;
        var offset2 = activations.Codes(Math.Min(row + 2, last)) - x;
        var offset3 = activations.Codes(Math.Min(row + 3, last)) - x;
        var xScale = activations.Scales(row);
        var scale1 = activations.Scales(Math.Min(row + 1, last)) - xScale;
        var scale2 = activations.Scales(Math.Min(row + 2, last)) - xScale;
        var scale3 = activations.Scales(Math.Min(row + 3, last)) - xScale;
        new Span<float>(sums, Rows * IntegerPanels.Width).Clear();
        var leftOfSegment = segment;
        for (var left = activations.Width; left > 0; left -= group, xScale++)
        {
            Vector256<int> i00 = default, i01 = default, i10 = default, i11 = default, i20 = default, i21 = default, i30 = default, i31 = default;
            var end = x + Math.Min(group, left);
            for (; x < end; x += IntegerPanels.UnitDepth, unit += TWeights.UnitBytes)
            {
                TWeights.LoadBytes(unit, table, out var w0, out var w1);
                var four = Four(x);
                i00 = IntegerDot.Add(i00, w0, four);
                i01 = IntegerDot.Add(i01, w1, four);
                four = Four(x + offset1);
                i10 = IntegerDot.Add(i10, w0, four);
                i11 = IntegerDot.Add(i11, w1, four);
                four = Four(x + offset2);
                i20 = IntegerDot.Add(i20, w0, four);
                i21 = IntegerDot.Add(i21, w1, four);
                four = Four(x + offset3);
                i30 = IntegerDot.Add(i30, w0, four);
                i31 = IntegerDot.Add(i31, w1, four);
            }

            IntegerDot.Join(i00, i01, scale, xScale[0], sums);
            IntegerDot.Join(i10, i11, scale, xScale[scale1], sums + IntegerPanels.Width);
            IntegerDot.Join(i20, i21, scale, xScale[scale2], sums + (2 * IntegerPanels.Width));
            IntegerDot.Join(i30, i31, scale, xScale[scale3], sums + (3 * IntegerPanels.Width));
            leftOfSegment -= group;
            if (leftOfSegment == 0)
            {
                leftOfSegment = segment;
                scale += IntegerPanels.Width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Four(byte* x) => Vector256.Create(*(int*)x).AsSByte();
}
