using System.Runtime.Intrinsics;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Matrix products over one width of vectors. Whatever the width, the rows, the cut into jobs and the number of
/// threads, each element of a result is one chain of fused multiply-adds in ascending order: same bits everywhere.
/// </summary>
internal abstract class MatrixKernels
{
    /// <summary>Columns of a panel.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>The kernels for a width in bits; one that the machine lacks works too, slowly.</summary>
    public static MatrixKernels ForWidth(int bits) => bits switch
    {
        128 => new MatrixKernels<Vector128<float>, Isa128>(),
        256 => new MatrixKernels<Vector256<float>, Isa256>(),
        512 => new MatrixKernels<Vector512<float>, Isa512>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "Vectors have 128, 256 or 512 bits."),
    };

    /// <summary>output[r] = input[r] · weightᵀ + bias.</summary>
    /// <param name="input">[rows, in].</param>
    /// <param name="rows">Rows of input and output.</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="output">[rows, out].</param>
    /// <param name="pool">Does the work.</param>
    public abstract unsafe void Multiply(float* input, int rows, PanelMatrix weight, float* output, WorkerPool pool);

    /// <summary>The same with rows that have to be gathered.</summary>
    /// <param name="source">[rows, in].</param>
    /// <param name="rows">Rows of source and output.</param>
    /// <param name="weight">[out, in], float32.</param>
    /// <param name="output">[rows, out].</param>
    /// <param name="pool">Does the work.</param>
    public abstract unsafe void Multiply<TRows>(TRows source, int rows, PanelMatrix weight, float* output, WorkerPool pool)
        where TRows : struct, IRowSource;
}

/// <inheritdoc/>
internal sealed unsafe class MatrixKernels<TVector, TIsa> : MatrixKernels
    where TVector : unmanaged
    where TIsa : IVectorIsa<TVector>
{
    /// <summary>Up to so many rows the weights are worth streaming past rows that lie where they are.</summary>
    private const int MaxStreamedRows = 24;

    /// <summary>Multiply-adds that a job should have at least: below a few microseconds, handing it to a waiting thread costs more.</summary>
    private const long MinJobProducts = 32 * 1024;

    /// <summary>Jobs per thread, so that a thread that is held up does not hold up all.</summary>
    private const int JobsPerThread = 8;

    public override int PanelWidth => 2 * TIsa.Lanes;

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
            Block<float, TRows>(source, new Product<float>(weight, output, rows), pool);
        }
    }

    private static void Multiply<TElement>(float* input, int rows, PanelMatrix weight, float* output, WorkerPool pool)
        where TElement : unmanaged
    {
        if (rows == 0 || weight.OutFeatures == 0)
        {
            return;
        }

        var product = new Product<TElement>(weight, output, rows);
        switch (rows)
        {
            case 1:
                Stream<Tile1x4<TVector, TIsa>, TElement>(input, product, pool);
                break;
            case <= 3:
                Stream<Tile3x2<TVector, TIsa>, TElement>(input, product, pool);
                break;
            case <= MaxStreamedRows when TIsa.HasManyRegisters:
                Stream<Tile6x2<TVector, TIsa>, TElement>(input, product, pool);
                break;
            case <= MaxStreamedRows:
                Stream<Tile6x1<TVector, TIsa>, TElement>(input, product, pool);
                break;
            default:
                Block(new DenseRows(input, weight.InFeatures), product, pool);
                break;
        }
    }

    private static void Stream<TTile, TElement>(float* input, Product<TElement> product, WorkerPool pool)
        where TTile : struct, ITile
        where TElement : unmanaged
    {
        var tiles = ((product.PanelCount - 1) / TTile.Panels) + 1;
        var products = (long)product.Rows * product.InFeatures * product.OutFeatures;
        var jobs = (int)Math.Clamp(products / MinJobProducts, 1, Math.Min(tiles, pool.ThreadCount * JobsPerThread));
        var panelsPerJob = (((tiles - 1) / jobs) + 1) * TTile.Panels;
        jobs = ((product.PanelCount - 1) / panelsPerJob) + 1;
        pool.Run(jobs, new StreamedProduct<TTile, TElement>(product, input, panelsPerJob));
    }

    private static void Block<TElement, TRows>(TRows source, Product<TElement> product, WorkerPool pool)
        where TElement : unmanaged
        where TRows : struct, IRowSource
    {
        if (TIsa.HasManyRegisters)
        {
            Block<Tile6x2<TVector, TIsa>, TElement, TRows>(source, product, pool);
        }
        else
        {
            Block<Tile6x1<TVector, TIsa>, TElement, TRows>(source, product, pool);
        }
    }

    private static void Block<TTile, TElement, TRows>(TRows source, Product<TElement> product, WorkerPool pool)
        where TTile : struct, ITile
        where TElement : unmanaged
        where TRows : struct, IRowSource
    {
        var plan = BlockPlan.For(product.Rows, product.PanelCount, pool.ThreadCount, TTile.Rows, TTile.Panels);
        pool.Run(plan.JobCount, new BlockedProduct<TTile, TElement, TRows>(product, source, plan));
    }
}
