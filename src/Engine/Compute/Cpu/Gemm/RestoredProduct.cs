namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Few rows by weights that are restored: these pass once from memory in the order in which they lie, and the rows, read in
/// place, share each stretch that was restored. One job multiplies all rows by some neighbouring panels.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="weight">The weight.</param>
/// <param name="input">[rows, in].</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct RestoredProduct<TTile, TPanels>(
    Product product, TPanels weight, float* input, int panelsPerJob) : IJob
    where TTile : struct, ITile
    where TPanels : struct, IPanels
{
    public void Run(int index)
    {
        var scratch = KernelScratch.Rent(BlockPlan.StretchFloats(TTile.Panels * product.PanelWidth));
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel += TTile.Panels)
        {
            var start = 0;
            do
            {
                var depth = Math.Min(BlockPlan.StretchDepth, product.InFeatures - start);
                product.MultiplyStretch<TTile, TPanels>(
                    weight, input + start, product.InFeatures, 0, product.Rows, panel, Math.Min(TTile.Panels, end - panel), start, depth, scratch);
                start += depth;
            }
            while (start < product.InFeatures);
        }
    }
}
