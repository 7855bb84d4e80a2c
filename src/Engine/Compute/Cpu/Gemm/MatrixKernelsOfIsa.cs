using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <inheritdoc/>
internal sealed unsafe class MatrixKernels<TVector, TIsa, TLookup> : MatrixKernels
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
    where TLookup : IFourBitLookup<TVector>
{
    /// <summary>Up to so many rows the weights are worth streaming past rows that lie where they are.</summary>
    private const int MaxStreamedRows = 24;

    /// <summary>Multiply-adds that a job should have at least.</summary>
    private const long MinJobProducts = 32 * 1024;

    public override int PanelWidth => 2 * TIsa.Lanes;

    public override Func<int, int, (int Byte, int Shift)> PlaceOfCode => TLookup.Place;

    public override void Multiply(float* input, int rows, PanelMatrix weight, float* output, WorkerPool pool)
    {
        if (weight.Panels.DType == DType.BF16)
        {
            Multiply<BFloat16>(input, rows, weight, output, pool);
        }
        else
        {
            Multiply<float>(input, rows, weight, output, pool);
        }
    }

    public override void Multiply<TRows>(TRows source, int rows, PanelMatrix weight, float* output, WorkerPool pool)
    {
        if (rows > 0 && weight.OutFeatures > 0)
        {
            Block(source, new DensePanels<float>(weight), ProductOf(weight, output, rows), pool);
        }
    }

    public override void Multiply(float* input, int rows, FourBitMatrix weight, float* output, WorkerPool pool)
    {
        if (weight.Shifts is null)
        {
            Multiply<ScaledAfterwards<TVector, TIsa>>(input, rows, weight, output, pool);
        }
        else
        {
            Multiply<ScaledAndShifted<TVector, TIsa>>(input, rows, weight, output, pool);
        }
    }

    public override void Multiply(float* input, int rows, ByteMatrix weight, float* output, WorkerPool pool)
    {
        if (rows == 0 || weight.OutFeatures == 0)
        {
            return;
        }

        var product = new Product(
            weight.OutFeatures, weight.InFeatures, PanelWidth, weight.Bias is null ? null : (float*)weight.Bias.Address, output, rows);
        if (weight.Kind.Table is { } table)
        {
            fixed (float* values = table)
            {
                Restore(input, new TablePanels(weight, values), product, pool);
            }
        }
        else if (weight.Kind.Per127)
        {
            Multiply<ScaledBy127<TVector, TIsa>>(input, weight, product, pool);
        }
        else
        {
            Multiply<Scaled<TVector, TIsa>>(input, weight, product, pool);
        }
    }

    private static Product ProductOf(PanelMatrix weight, float* output, int rows) => new(
        weight.OutFeatures, weight.InFeatures, weight.PanelWidth, weight.Bias is null ? null : (float*)weight.Bias.Address, output, rows);

    private static void Multiply<TElement>(float* input, int rows, PanelMatrix weight, float* output, WorkerPool pool)
        where TElement : unmanaged
    {
        if (rows == 0 || weight.OutFeatures == 0)
        {
            return;
        }

        var product = ProductOf(weight, output, rows);
        var panels = new DensePanels<TElement>(weight);
        switch (rows)
        {
            case 1:
                Stream<Tile1x4<TVector, TIsa>, TElement>(input, panels, product, pool);
                break;
            case <= 3:
                Stream<Tile3x2<TVector, TIsa>, TElement>(input, panels, product, pool);
                break;
            case <= MaxStreamedRows when TIsa.HasManyRegisters:
                Stream<Tile6x2<TVector, TIsa>, TElement>(input, panels, product, pool);
                break;
            case <= MaxStreamedRows:
                Stream<Tile6x1<TVector, TIsa>, TElement>(input, panels, product, pool);
                break;
            default:
                Block(new DenseRows(input, weight.InFeatures), panels, product, pool);
                break;
        }
    }

    private static void Multiply<TChain>(float* input, int rows, FourBitMatrix weight, float* output, WorkerPool pool)
        where TChain : IChain<TVector>
    {
        if (rows == 0)
        {
            return;
        }

        var product = new Product(
            weight.OutFeatures, weight.InFeatures, weight.PanelWidth, weight.Bias is null ? null : (float*)weight.Bias.Address, output, rows);
        var scales = new ScaleRows(weight.Scales, weight.OutFeatures);
        var shifts = weight.Shifts is null ? default : new ScaleRows(weight.Shifts, weight.OutFeatures);
        var tables = stackalloc TVector[IFourBitLookup<TVector>.TableCount];
        TLookup.Prepare(weight.Values, tables);
        if (rows == 1)
        {
            var jobs = PanelJobs.Of(product, tilePanels: 1, MinJobProducts, pool.ThreadCount);
            pool.Run(jobs.Count, new FourBitVectorJob<TVector, TIsa, TLookup, TChain>(product, weight, scales, shifts, tables, input, jobs.Panels));
        }
        else
        {
            Restore(input, new FourBitPanels<TVector, TIsa, TLookup, TChain>(weight, scales, shifts, tables), product, pool);
        }
    }

    private static void Multiply<TRestore>(float* input, ByteMatrix weight, Product product, WorkerPool pool)
        where TRestore : IRestoredValue<TVector>
    {
        if (product.Rows == 1)
        {
            var jobs = PanelJobs.Of(product, tilePanels: 2, MinJobProducts, pool.ThreadCount);
            pool.Run(jobs.Count, new ByteVectorJob<TVector, TIsa, TRestore>(product, weight, input, jobs.Panels));
        }
        else
        {
            Restore(input, new BytePanels<TVector, TIsa, TRestore>(weight), product, pool);
        }
    }

    /// <summary>Restores panels into a cache, stretch by stretch, where any number of rows share them.</summary>
    private static void Restore<TPanels>(float* input, TPanels panels, Product product, WorkerPool pool)
        where TPanels : struct, IPanels
    {
        switch (product.Rows)
        {
            case <= 3:
                Restore<Tile3x2<TVector, TIsa>, TPanels>(input, panels, product, pool);
                break;
            case <= MaxStreamedRows when TIsa.HasManyRegisters:
                Restore<Tile6x2<TVector, TIsa>, TPanels>(input, panels, product, pool);
                break;
            case <= MaxStreamedRows:
                Restore<Tile6x1<TVector, TIsa>, TPanels>(input, panels, product, pool);
                break;
            default:
                Block(new DenseRows(input, product.InFeatures), panels, product, pool);
                break;
        }
    }

    private static void Restore<TTile, TPanels>(float* input, TPanels panels, Product product, WorkerPool pool)
        where TTile : struct, ITile
        where TPanels : struct, IPanels
    {
        var jobs = PanelJobs.Of(product, TTile.Panels, MinJobProducts, pool.ThreadCount);
        pool.Run(jobs.Count, new RestoredProduct<TTile, TPanels>(product, panels, input, jobs.Panels));
    }

    private static void Stream<TTile, TElement>(float* input, DensePanels<TElement> panels, Product product, WorkerPool pool)
        where TTile : struct, ITile
        where TElement : unmanaged
    {
        var jobs = PanelJobs.Of(product, TTile.Panels, MinJobProducts, pool.ThreadCount);
        pool.Run(jobs.Count, new StreamedProduct<TTile, TElement>(product, panels, input, jobs.Panels));
    }

    private static void Block<TPanels, TRows>(TRows source, TPanels panels, Product product, WorkerPool pool)
        where TPanels : struct, IPanels
        where TRows : struct, IRowSource
    {
        if (TIsa.HasManyRegisters)
        {
            Block<Tile6x2<TVector, TIsa>, TPanels, TRows>(source, panels, product, pool);
        }
        else
        {
            Block<Tile6x1<TVector, TIsa>, TPanels, TRows>(source, panels, product, pool);
        }
    }

    private static void Block<TTile, TPanels, TRows>(TRows source, TPanels panels, Product product, WorkerPool pool)
        where TTile : struct, ITile
        where TPanels : struct, IPanels
        where TRows : struct, IRowSource
    {
        var plan = BlockPlan.For(product.Rows, product.PanelCount, pool.ThreadCount, TTile.Rows, TTile.Panels);
        pool.Run(plan.JobCount, new BlockedProduct<TTile, TPanels, TRows>(product, panels, source, plan));
    }
}
