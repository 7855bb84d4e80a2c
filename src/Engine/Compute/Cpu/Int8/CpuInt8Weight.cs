using System.Runtime.Intrinsics;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Int8;

/// <summary>A quantised matrix that multiplies rows in whole numbers.</summary>
internal sealed unsafe class CpuInt8Weight : CpuLinearWeight
{
    /// <summary>Multiply-adds that a job should have at least.</summary>
    private const long MinJobProducts = 128 * 1024;

    private const int JobsPerThread = 8;

    private readonly Workspace workspace;
    private readonly Tensor codes;
    private readonly Tensor? rowScales;
    private readonly BlockScales? blockScales;
    private readonly Tensor? bias;
    private readonly Vector256<sbyte> table;
    private readonly float factor;
    private readonly int groupLength;

    /// <summary>4-bit codes without shifts, packed by <see cref="FourBitWeights.Place"/> in panels of <see cref="Int8Panels.Width"/>.</summary>
    public CpuInt8Weight(FourBitMatrix matrix, Workspace workspace)
    {
        var codebook = Int8Codebook.Of(matrix.Values);
        (Matrix, this.workspace, codes, blockScales, bias) = (matrix, workspace, matrix.Codes, matrix.Scales, matrix.Bias);
        table = Vector256.Create(Vector128.Create(codebook.Numbers));
        factor = codebook.Unit;
        groupLength = Math.Min(Int8Activations.MaxGroupLength, matrix.Scales.SegmentLength & -matrix.Scales.SegmentLength);
        (OutFeatures, InFeatures, ByteCount) = (matrix.OutFeatures, matrix.InFeatures, matrix.ByteCount);
    }

    /// <summary>int8 codes, packed in quads in panels of <see cref="Int8Panels.Width"/>.</summary>
    public CpuInt8Weight(ByteMatrix matrix, Workspace workspace)
    {
        (Matrix, this.workspace, codes, rowScales, bias) = (matrix, workspace, matrix.Codes, matrix.Scales, matrix.Bias);
        factor = matrix.Kind.Per127 ? Int8RowCodec.InverseOf127 : 1;
        groupLength = Int8Activations.MaxGroupLength;
        (OutFeatures, InFeatures, ByteCount) = (matrix.OutFeatures, matrix.InFeatures, matrix.ByteCount);
    }

    /// <summary>The packed matrix.</summary>
    public CpuLinearWeight Matrix { get; }

    public override int OutFeatures { get; }

    public override int InFeatures { get; }

    public override long ByteCount { get; }

    public override void Multiply(MatrixKernels kernels, float* input, int rows, float* output, WorkerPool pool)
    {
        if (rows == 0)
        {
            return;
        }

        var activations = new Int8Activations(
            rows, InFeatures, groupLength, workspace.Floats(Int8Activations.FloatsFor(rows, InFeatures, groupLength)));
        var split = Split.Of(rows, 2L * InFeatures, pool.ThreadCount);
        pool.Run(split.JobCount, new QuantizeJob(activations, input, factor, split));
        var product = new Product(OutFeatures, InFeatures, Int8Panels.Width, bias is null ? null : bias.FloatPointer(), output, rows);
        if (blockScales is not null)
        {
            var scales = new ScaleRows(blockScales, InFeatures, OutFeatures);
            Multiply<FourBitWeights>(
                new Int8Panels((byte*)codes.Address, InFeatures / 4, null, scales, blockScales.Segments, blockScales.SegmentLength, table), product, activations, pool);
        }
        else
        {
            // A segment longer than the row: its scales serve to the end.
            Multiply<ByteWeights>(
                new Int8Panels((byte*)codes.Address, InFeatures / 4, rowScales!.FloatPointer(), default, 1, int.MaxValue, table), product, activations, pool);
        }
    }

    public override void Dispose() => Matrix.Dispose();

    private static void Multiply<TWeights>(Int8Panels panels, Product product, Int8Activations activations, WorkerPool pool)
        where TWeights : IInt8Weights
    {
        var products = (long)product.Rows * product.InFeatures * product.OutFeatures;
        var jobs = (int)Math.Clamp(products / MinJobProducts, 1, Math.Min(product.PanelCount, pool.ThreadCount * JobsPerThread));
        var panelsPerJob = ((product.PanelCount - 1) / jobs) + 1;
        pool.Run(((product.PanelCount - 1) / panelsPerJob) + 1, new Int8Product<TWeights>(product, panels, activations, panelsPerJob));
    }
}
