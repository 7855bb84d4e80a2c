namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Many rows: a block of rows, copied together, stays in the second-level cache while stretches of panels pass
/// through the first (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008). The chains
/// of multiply-adds go on through the result from one stretch to the next. One job multiplies a block of rows by some
/// neighbouring panels.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="weight">The weight.</param>
/// <param name="source">The input's rows.</param>
/// <param name="plan">How the product is cut.</param>
internal readonly unsafe struct BlockedProduct<TTile, TPanels, TRows>(
    Product product, TPanels weight, TRows source, BlockPlan plan) : IJob
    where TTile : struct, ITile
    where TPanels : struct, IPanels
    where TRows : struct, IRowSource
{
    public void Run(int index)
    {
        var (block, group) = Math.DivRem(index, plan.PanelGroups);
        var row = block * plan.BlockRows;
        var rows = Math.Min(plan.BlockRows, product.Rows - row);
        var firstPanel = group * plan.GroupPanels;
        var endPanel = Math.Min(firstPanel + plan.GroupPanels, product.PanelCount);

        var inputs = KernelScratch.Rent(BlockPlan.ScratchFloats(TTile.Panels * product.PanelWidth)); // [rows, InputStride]
        var restored = inputs + (BlockPlan.MaxBlockRows * BlockPlan.InputStride); // [panels, depth, width] and factors
        var start = 0;
        do
        {
            var depth = Math.Min(BlockPlan.StretchDepth, product.InFeatures - start);
            source.Copy(row, rows, start, depth, inputs, BlockPlan.InputStride);
            for (var panel = firstPanel; panel < endPanel; panel += TTile.Panels)
            {
                product.MultiplyStretch<TTile, TPanels>(
                    weight, inputs, BlockPlan.InputStride, row, rows, panel, Math.Min(TTile.Panels, endPanel - panel), start, depth, restored);
            }

            start += depth;
        }
        while (start < product.InFeatures);
    }
}
