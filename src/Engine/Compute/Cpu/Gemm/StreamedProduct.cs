namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Few rows: the weights, which are all the traffic there is, pass once from memory in the order in which they lie;
/// the rows are read in place. One job multiplies all rows by some neighbouring panels.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="panels">The weight.</param>
/// <param name="input">[rows, in].</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct StreamedProduct<TTile, TElement>(
    Product product, DensePanels<TElement> panels, float* input, int panelsPerJob) : IJob
    where TTile : struct, ITile
    where TElement : unmanaged
{
    /// <summary>Inner indices of a stretch of panels that stays in the first-level cache for the next tile of rows.</summary>
    private const int StretchDepth = 256;

    public void Run(int index)
    {
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel += TTile.Panels)
        {
            MultiplyPanels(panel, Math.Min(TTile.Panels, end - panel));
        }
    }

    private void MultiplyPanels(int panel, int panelCount)
    {
        var inner = product.InFeatures;
        var stretch = product.Rows <= TTile.Rows ? inner : StretchDepth;
        var start = 0;
        do
        {
            var depth = Math.Min(stretch, inner - start);
            for (int row = 0, count; row < product.Rows; row += count)
            {
                count = TTile.RowsOf(product.Rows - row);
                product.MultiplyTile<TTile, TElement>(
                    input + ((long)row * inner) + start, inner, row, count,
                    new PanelStretch<TElement>(panels.Panel(panel, start), panels.Stride), panel, panelCount, start, depth);
            }

            start += depth;
        }
        while (start < inner);
    }
}
