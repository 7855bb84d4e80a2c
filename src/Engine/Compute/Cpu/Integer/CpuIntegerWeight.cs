using Chameleon.Engine.Compute.Cpu.Amx;
using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Compute.Cpu.Packed;
using Chameleon.Engine.Compute.Cpu.Vectors;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Quantization.Int8;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>A quantised matrix that multiplies rows in whole numbers.</summary>
internal sealed unsafe class CpuIntegerWeight : CpuLinearWeight
{
    /// <summary>Multiply-adds that a job should have at least.</summary>
    private const long MinJobProducts = 128 * 1024;

    /// <summary>Up to so many rows 8-bit numbers restored in registers are faster than 16-bit numbers restored once.</summary>
    private const int MaxByteRows = 64;

    /// <summary>Up to so many rows pass by a panel one after another: of 8-bit numbers, which four rows share, and of 16-bit numbers, which six share.</summary>
    private const int MaxByteVectorRows = 2;
    private const int MaxWordVectorRows = 3;

    private readonly Workspace workspace;
    private readonly AmxProducts? amx;
    private readonly Tensor codes;
    private readonly Tensor? rowScales;
    private readonly BlockScales? blockScales;
    private readonly Tensor? bias;
    private readonly IntegerTable table;
    private readonly float factor;
    private readonly int groupLength;
    private readonly short largest;
    private readonly int codeBytes;

    /// <summary>4-bit codes without shifts, packed by <see cref="FourBitWeights.Place"/> in panels of <see cref="IntegerPanels.Width"/>.</summary>
    public CpuIntegerWeight(FourBitMatrix matrix, IntegerRange range, Workspace workspace, AmxProducts? amx)
    {
        var codebook = IntegerCodebook.Of(matrix.Values, range.Codebook);
        (Matrix, this.workspace, this.amx, codes, blockScales, bias) = (matrix, workspace, amx, matrix.Codes, matrix.Scales, matrix.Bias);
        (table, factor, largest, codeBytes) = (new IntegerTable(codebook.Numbers), codebook.Unit, range.Activations, range.CodeBytes);
        groupLength = Math.Min(IntegerActivations.MaxGroupLength, matrix.Scales.SegmentLength & -matrix.Scales.SegmentLength);
        (OutFeatures, InFeatures, ByteCount) = (matrix.OutFeatures, matrix.InFeatures, matrix.ByteCount);
    }

    /// <summary>int8 codes, packed in quads in panels of <see cref="IntegerPanels.Width"/>.</summary>
    public CpuIntegerWeight(ByteMatrix matrix, IntegerRange range, Workspace workspace, AmxProducts? amx)
    {
        (Matrix, this.workspace, this.amx, codes, rowScales, bias) = (matrix, workspace, amx, matrix.Codes, matrix.Scales, matrix.Bias);
        (factor, largest, codeBytes) = (matrix.Kind.Per127 ? Int8RowCodec.InverseOf127 : 1, range.ActivationsOfBytes, range.CodeBytes);
        groupLength = IntegerActivations.MaxGroupLength;
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

        var product = new Product(OutFeatures, InFeatures, IntegerPanels.Width, bias is null ? null : bias.FloatPointer(), output, rows);
        if (blockScales is null)
        {
            Multiply<ByteWeights>(new IntegerPanels((byte*)codes.Address, InFeatures / IntegerPanels.UnitDepth, rowScales!.FloatPointer(), default, table), product, input, pool);
        }
        else
        {
            var scales = new ScaleRows(blockScales, OutFeatures);
            Multiply<FourBitWeights>(new IntegerPanels((byte*)codes.Address, InFeatures / IntegerPanels.UnitDepth, null, scales, table), product, input, pool);
        }
    }

    public override void Dispose() => Matrix.Dispose();

    private void Multiply<TWeights>(IntegerPanels panels, Product product, float* input, WorkerPool pool)
        where TWeights : IIntegerWeights
    {
        if (amx is not null && product.Rows >= AmxProducts.MinRows && codeBytes == sizeof(sbyte))
        {
            amx.Multiply<TWeights>(product, panels, Quantize(input, product.Rows, sizeof(sbyte), pool), pool);
            return;
        }

        // Restored, numbers of 16 bits are multiplied no slower than those of 8, which need care for signs.
        var bytes = codeBytes == sizeof(sbyte) && product.Rows <= MaxByteRows ? sizeof(sbyte) : sizeof(short);
        var activations = Quantize(input, product.Rows, bytes, pool);
        var jobs = PanelJobs.Of(product, tilePanels: 1, MinJobProducts, pool.ThreadCount);
        switch (bytes)
        {
            case sizeof(sbyte) when product.Rows <= MaxByteVectorRows:
                pool.Run(jobs.Count, new IntegerVectorJob<ByteRow<TWeights>>(product, panels, activations, jobs.Panels));
                break;
            case sizeof(sbyte):
                pool.Run(jobs.Count, new ByteRowsJob<TWeights>(product, panels, activations, jobs.Panels));
                break;
            case sizeof(short) when product.Rows <= MaxWordVectorRows:
                pool.Run(jobs.Count, new IntegerVectorJob<WordRow<TWeights>>(product, panels, activations, jobs.Panels));
                break;
            default:
                pool.Run(jobs.Count, new IntegerProduct<TWeights>(product, panels, activations, jobs.Panels));
                break;
        }
    }

    private IntegerActivations Quantize(float* input, int rows, int bytes, WorkerPool pool)
    {
        var memory = workspace.Floats(IntegerActivations.FloatsFor(rows, InFeatures, groupLength, bytes));
        var activations = new IntegerActivations(rows, InFeatures, groupLength, largest, bytes, memory);
        var split = Split.Of(rows, 2L * InFeatures, pool.ThreadCount);
        pool.Run(split.JobCount, new QuantizeJob(activations, input, factor, split));
        return activations;
    }
}
