using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>The shape and the result of one product by a matrix in panels, whatever these are stored as.</summary>
/// <param name="outFeatures">Length of a result row.</param>
/// <param name="inFeatures">Length of an input row.</param>
/// <param name="panelWidth">Columns of a panel.</param>
/// <param name="bias">One value for each column of all panels, or null.</param>
/// <param name="output">[rows, out].</param>
/// <param name="rows">Rows of the result.</param>
internal readonly unsafe struct Product(int outFeatures, int inFeatures, int panelWidth, float* bias, float* output, int rows)
{
    public int Rows { get; } = rows;

    public int OutFeatures { get; } = outFeatures;

    public int InFeatures { get; } = inFeatures;

    public int PanelWidth { get; } = panelWidth;

    public int PanelCount => ((OutFeatures - 1) / PanelWidth) + 1;

    /// <summary>
    /// Multiplies one tile over inner indices [start, start + depth): from zero when it starts at the first index,
    /// adding the bias when it ends at the last.
    /// </summary>
    /// <param name="input">The tile's first input row, at <paramref name="start"/>.</param>
    /// <param name="inputStride">Elements from one input row to the next.</param>
    /// <param name="row">First row of the result.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="source">The tile's panels, from <paramref name="start"/> on; where they have factors, the result is zero at first.</param>
    /// <param name="panel">First panel.</param>
    /// <param name="panelCount">Panels of the tile.</param>
    /// <param name="start">First inner index.</param>
    /// <param name="depth">Number of inner indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyTile<TTile, TSource>(
        float* input, nint inputStride, int row, int rows,
        PanelStretch<TSource> source, int panel, int panelCount,
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
            FirstPanel = source.Values,
            PanelStride = source.Stride,
            Panels = panelCount,
            PanelWidth = PanelWidth,
            Depth = depth,
            FirstOutput = output + ((long)row * OutFeatures) + column,
            OutputStride = OutFeatures,
            Bias = bias != null && start + depth == InFeatures ? bias + column : null,
            Resume = start > 0 || source.Factors != null,
            FirstFactors = source.Factors,
            FactorStride = source.FactorStride,
            FactorDepth = source.ChainLength,
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

    /// <summary>Multiplies some rows by a tile's panels over inner indices [start, start + depth).</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="inputs">The first row, at <paramref name="start"/>.</param>
    /// <param name="inputStride">Elements from one input row to the next.</param>
    /// <param name="row">First row of the result.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">First panel.</param>
    /// <param name="panelCount">Panels, as many as a tile has at most.</param>
    /// <param name="start">First inner index.</param>
    /// <param name="depth">Number of inner indices.</param>
    /// <param name="scratch">For what <see cref="IPanels.Stretch"/> restores.</param>
    public void MultiplyStretch<TTile, TPanels>(
        TPanels weight, float* inputs, nint inputStride, int row, int rows, int panel, int panelCount, int start, int depth, float* scratch)
        where TTile : struct, ITile
        where TPanels : struct, IPanels
    {
        var stretch = weight.Stretch(panel, panelCount, start, depth, scratch);
        if (stretch.Factors != null && start == 0)
        {
            Clear(row, rows, panel, panelCount);
        }

        for (int r = 0, count; r < rows; r += count)
        {
            count = TTile.RowsOf(rows - r);
            MultiplyTile<TTile, float>(inputs + (r * inputStride), inputStride, row + r, count, stretch, panel, panelCount, start, depth);
        }
    }

    /// <summary>Makes the result zero in some rows and panels, as far as their columns exist.</summary>
    private void Clear(int row, int rows, int panel, int panelCount)
    {
        var column = panel * PanelWidth;
        var count = Math.Min(panelCount * PanelWidth, OutFeatures - column);
        var target = output + ((long)row * OutFeatures) + column;
        for (var r = 0; r < rows; r++, target += OutFeatures)
        {
            new Span<float>(target, count).Clear();
        }
    }

    /// <summary>Writes the sums of some neighbouring columns of a row, with the bias, as far as they exist.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="row">The row.</param>
    /// <param name="panel">The first column's panel.</param>
    /// <param name="count">Number of columns.</param>
    public void Finish(float* sums, int row, int panel, int count)
    {
        var column = panel * PanelWidth;
        count = Math.Min(count, OutFeatures - column);
        var target = output + ((long)row * OutFeatures) + column;
        if (bias == null)
        {
            new ReadOnlySpan<float>(sums, count).CopyTo(new Span<float>(target, count));
            return;
        }

        for (var i = 0; i < count; i++)
        {
            target[i] = sums[i] + bias[column + i];
        }
    }
}
