namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>How a product is cut into jobs of some neighbouring panels each.</summary>
/// <param name="Count">Number of jobs.</param>
/// <param name="Panels">Panels of a job; the last may have fewer.</param>
internal readonly record struct PanelJobs(int Count, int Panels)
{
    /// <summary>Jobs per thread, so that a thread that is held up does not hold up all.</summary>
    private const int JobsPerThread = 8;

    /// <summary>Cuts a product.</summary>
    /// <param name="product">Its shape.</param>
    /// <param name="tilePanels">Panels of a tile; a job has a multiple of them.</param>
    /// <param name="minProducts">Multiply-adds that a job should have at least: below a few microseconds, handing it to a waiting thread costs more.</param>
    /// <param name="threads">Threads to feed.</param>
    public static PanelJobs Of(Product product, int tilePanels, long minProducts, int threads)
    {
        var tiles = ((product.PanelCount - 1) / tilePanels) + 1;
        var products = (long)product.Rows * product.InFeatures * product.OutFeatures;
        var jobs = (int)Math.Clamp(products / minProducts, 1, Math.Min(tiles, threads * JobsPerThread));
        var panels = (((tiles - 1) / jobs) + 1) * tilePanels;
        return new PanelJobs(((product.PanelCount - 1) / panels) + 1, panels);
    }
}
