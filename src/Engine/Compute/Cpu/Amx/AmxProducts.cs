using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Integer;
using Chameleon.Engine.Compute.Cpu.Vectors;

namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>
/// Products of whole numbers of 8 bits by tiles, for one device: as exact as without, so with the same bits. One call at a time.
/// </summary>
/// <param name="machine">Multiplies.</param>
/// <param name="vectorBits">Width of the vectors that join.</param>
internal sealed unsafe class AmxProducts(ITileMachine machine, int vectorBits) : IDisposable
{
    /// <summary>Fewer rows would cost more than they do without: tiles are filled up, and weights are restored for each call.</summary>
    public const int MinRows = 8;

    /// <summary>Multiply-adds that a job should have at least.</summary>
    private const long MinJobProducts = 4 * 1024 * 1024;

    private readonly Workspace workspace = new();
    private readonly TileJoin join = TileJoin.ForWidth(vectorBits);

    /// <summary>The product, in full.</summary>
    /// <param name="product">Shape and result.</param>
    /// <param name="weights">The matrix.</param>
    /// <param name="activations">The rows, numbers of 8 bits.</param>
    /// <param name="pool">Does the work.</param>
    public void Multiply<TWeights>(Product product, IntegerPanels weights, IntegerActivations activations, WorkerPool pool)
        where TWeights : IIntegerWeights
    {
        var tiles = new TileActivations(activations, workspace.Floats(TileActivations.FloatsFor(activations)));
        pool.Run(tiles.Blocks, new CutJob(tiles));
        var jobs = PanelJobs.Of(product, TileBlock.Tiles, MinJobProducts, pool.ThreadCount);
        pool.Run(jobs.Count, new TileProduct<TWeights>(product, weights, activations, tiles, machine, join, jobs.Panels));
    }

    public void Dispose() => workspace.Dispose();
}
