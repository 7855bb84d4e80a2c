using System.Runtime.InteropServices;
using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>
/// Several rows of 16-bit numbers times a matrix: exact sums over each group, joined by multiply-adds with the group's
/// scales in ascending order, so that a row's result is the same alone and among others. A stretch of a panel is restored
/// into the first-level cache once for a block of rows, whose own stretch stays in the second. One job multiplies all rows
/// by some neighbouring panels.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The rows.</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct IntegerProduct<TWeights>(Product product, IntegerPanels weights, IntegerActivations activations, int panelsPerJob) : IJob
    where TWeights : IIntegerWeights
{
    /// <summary>Most rows of a block: a stretch of them and the sums of a group of panels fill half of a second-level cache of 512 KiB.</summary>
    private const int MaxBlockRows = 168;

    /// <summary>Most panels that a stretch of the rows passes by before the next; few rows stay in a cache whole, and are faster past one panel after another.</summary>
    private const int GroupPanels = 16;

    private const int FewRows = 16;

    /// <summary>Inner indices of a stretch, a multiple of every group.</summary>
    private const int StretchDepth = 256;

    private const int NumberFloats = StretchDepth * IntegerPanels.Width * sizeof(short) / sizeof(float);

    public void Run(int index)
    {
        var blocks = ((activations.Rows - 1) / MaxBlockRows) + 1;
        var blockRows = ((((activations.Rows - 1) / blocks) / IntegerStretch.Rows) + 1) * IntegerStretch.Rows;
        var groupPanels = activations.Rows > FewRows ? Math.Min(GroupPanels, panelsPerJob) : 1;
        var sumFloats = groupPanels * SumFloats(blockRows);
        var numbers = KernelScratch.Rent(NumberFloats + sumFloats + weights.ScratchFloats(StretchDepth));
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var row = 0; row < activations.Rows; row += blockRows)
        {
            for (var panel = index * panelsPerJob; panel < end; panel += groupPanels)
            {
                Multiply(
                    row, Math.Min(blockRows, activations.Rows - row), panel, Math.Min(groupPanels, end - panel),
                    (byte*)numbers, numbers + NumberFloats, numbers + NumberFloats + sumFloats);
            }
        }
    }

    /// <summary>Sums of some rows of a panel; the last of an odd number has a double.</summary>
    private static int SumFloats(int rows) => (rows + 1) * IntegerPanels.Width;

    private void Multiply(int row, int rows, int panel, int panels, byte* numbers, float* sums, float* scratch)
    {
        NativeMemory.Clear(sums, (nuint)(panels * SumFloats(rows) * sizeof(float)));
        for (var start = 0; start < product.InFeatures; start += StretchDepth)
        {
            var depth = Math.Min(StretchDepth, product.InFeatures - start);
            for (var i = 0; i < panels; i++)
            {
                weights.Restore<TWeights>(panel + i, start, depth, numbers);
                var stretch = new IntegerStretch(
                    numbers, weights.Scales(panel + i, start, depth, scratch), weights.SegmentLength - (start % weights.SegmentLength), weights.SegmentLength,
                    depth, activations.GroupLength);
                Multiply(stretch, row, rows, start, sums + (i * SumFloats(rows)));
            }
        }

        for (var i = 0; i < panels; i++)
        {
            for (var r = 0; r < rows; r++)
            {
                product.Finish(sums + (i * SumFloats(rows)) + (r * IntegerPanels.Width), row + r, panel + i, IntegerPanels.Width);
            }
        }
    }

    private void Multiply(IntegerStretch stretch, int row, int rows, int start, float* sums)
    {
        var (rowBytes, groups) = (activations.RowBytes, (nint)activations.Groups);
        var x = activations.Codes(row) + (start * sizeof(short));
        var xScales = activations.Scales(row) + (start / activations.GroupLength);
        for (; rows >= IntegerStretch.Rows; rows -= IntegerStretch.Rows)
        {
            stretch.MultiplySix(x, rowBytes, xScales, groups, sums);
            x += IntegerStretch.Rows * rowBytes;
            xScales += IntegerStretch.Rows * groups;
            sums += IntegerStretch.Rows * IntegerPanels.Width;
        }

        for (; rows > 0; rows -= 2)
        {
            // An odd last row is its own neighbour.
            stretch.MultiplyTwo(x, rows == 1 ? 0 : rowBytes, xScales, rows == 1 ? 0 : groups, sums);
            x += 2 * rowBytes;
            xScales += 2 * groups;
            sums += 2 * IntegerPanels.Width;
        }
    }
}
