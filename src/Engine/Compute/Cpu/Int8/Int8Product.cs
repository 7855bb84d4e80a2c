using Chameleon.Engine.Compute.Cpu.Gemm;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>
/// Rows of whole numbers times a matrix of whole numbers: exact sums over each group, joined by multiply-adds with the
/// group's scales in ascending order, so that a row's result is the same alone and among others. Codes become numbers in
/// registers; four rows share them. One job multiplies all rows by some neighbouring panels, which stay in a cache.
/// </summary>
/// <param name="product">Shape and result.</param>
/// <param name="weights">The matrix.</param>
/// <param name="activations">The rows.</param>
/// <param name="panelsPerJob">Panels of a job.</param>
internal readonly unsafe struct Int8Product<TWeights>(Product product, Int8Panels weights, Int8Activations activations, int panelsPerJob) : IJob
    where TWeights : IInt8Weights
{
    public void Run(int index)
    {
        var sums = stackalloc float[Int8Tile<TWeights>.Rows * Int8Panels.Width];
        var scratch = KernelScratch.Rent(weights.ScratchFloats);
        var end = Math.Min((index + 1) * panelsPerJob, product.PanelCount);
        for (var panel = index * panelsPerJob; panel < end; panel++)
        {
            var tile = new Int8Tile<TWeights>(weights, activations, weights.Codes(panel, TWeights.UnitBytes), weights.Scales(panel, scratch));
            var row = 0;
            for (; row <= activations.Rows - Int8Tile<TWeights>.Rows; row += Int8Tile<TWeights>.Rows)
            {
                tile.MultiplyFour(row, sums);
                for (var i = 0; i < Int8Tile<TWeights>.Rows; i++)
                {
                    product.Finish(sums + (i * Int8Panels.Width), row + i, panel, Int8Panels.Width);
                }
            }

            for (; row < activations.Rows; row++)
            {
                tile.MultiplyOne(row, sums);
                product.Finish(sums, row, panel, Int8Panels.Width);
            }
        }
    }
}
