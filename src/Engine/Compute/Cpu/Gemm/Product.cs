using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>The weight and the result of one matrix product, as addresses.</summary>
/// <typeparam name="TElement"><see cref="float"/> or <see cref="BFloat16"/>.</typeparam>
/// <param name="weight">The right operand.</param>
/// <param name="output">[rows, out].</param>
/// <param name="rows">Rows of the result.</param>
internal readonly unsafe struct Product<TElement>(PanelMatrix weight, float* output, int rows)
    where TElement : unmanaged
{
    private readonly TElement* panels = (TElement*)weight.Panels.Address;
    private readonly float* bias = weight.Bias is null ? null : (float*)weight.Bias.Address;

    public int Rows { get; } = rows;

    public int OutFeatures { get; } = weight.OutFeatures;

    public int InFeatures { get; } = weight.InFeatures;

    public int PanelWidth { get; } = weight.PanelWidth;

    public int PanelCount { get; } = weight.PanelCount;

    /// <summary>A panel from an inner index on.</summary>
    public TElement* Panel(int panel, int start) => panels + ((((long)panel * InFeatures) + start) * PanelWidth);

    /// <summary>
    /// Multiplies one tile over inner indices [start, start + depth): from zero when it starts at the first index,
    /// adding the bias when it ends at the last.
    /// </summary>
    /// <param name="input">The tile's first input row, at <paramref name="start"/>.</param>
    /// <param name="inputStride">Elements from one input row to the next.</param>
    /// <param name="row">First row of the result.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="source">The tile's first panel, at <paramref name="start"/>.</param>
    /// <param name="sourceStride">Elements from one panel to the next.</param>
    /// <param name="panel">First panel.</param>
    /// <param name="panelCount">Panels of the tile.</param>
    /// <param name="start">First inner index.</param>
    /// <param name="depth">Number of inner indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyTile<TTile, TSource>(
        float* input, nint inputStride, int row, int rows,
        TSource* source, nint sourceStride, int panel, int panelCount,
        int start, int depth)
        where TTile : struct, ITile
        where TSource : unmanaged
    {
        var column = panel * PanelWidth;
        var work = new TileWork<TSource>
        {
            FirstInput = input,
            InputStride = inputStride,
            Rows = rows,
            FirstPanel = source,
            PanelStride = sourceStride,
            Panels = panelCount,
            PanelWidth = PanelWidth,
            Depth = depth,
            FirstOutput = output + ((long)row * OutFeatures) + column,
            OutputStride = OutFeatures,
            Bias = bias != null && start + depth == InFeatures ? bias + column : null,
            Resume = start > 0,
        };
        if (OutFeatures - column >= panelCount * PanelWidth)
        {
            TTile.Multiply(work);
        }
        else
        {
            TileEdge.Multiply<TTile, TSource>(work, OutFeatures - column);
        }
    }
}
