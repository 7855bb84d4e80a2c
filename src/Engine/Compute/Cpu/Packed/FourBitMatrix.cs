using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>
/// A matrix [out, in] of 4-bit codes in panels of neighbouring output features, with the scales of their blocks: what
/// <c>PanelMatrix</c> is to plain weights, at the size of the checkpoint.
/// </summary>
/// <param name="values">What the sixteen codes stand for.</param>
/// <param name="codes">[panels, in / 4, bytes of a unit].</param>
/// <param name="scales">Factors of the blocks.</param>
/// <param name="shifts">Subtracted behind the factors; null where there are none.</param>
/// <param name="bias">[panels · width], or null.</param>
/// <param name="outFeatures">Features without the padding.</param>
/// <param name="panelWidth">Features of a panel.</param>
internal sealed class FourBitMatrix(
    float[] values, Tensor codes, BlockScales scales, BlockScales? shifts, Tensor? bias, int outFeatures, int panelWidth) : CpuLinearWeight
{
    /// <summary>Inner indices of a unit.</summary>
    public const int UnitDepth = 4;

    public float[] Values { get; } = values;

    public Tensor Codes { get; } = codes;

    public BlockScales Scales { get; } = scales;

    public BlockScales? Shifts { get; } = shifts;

    public Tensor? Bias { get; } = bias;

    public override int OutFeatures { get; } = outFeatures;

    public override int InFeatures { get; } = codes.Shape[1] * UnitDepth;

    public int PanelWidth { get; } = panelWidth;

    public int PanelCount => Codes.Shape[0];

    public int UnitBytes => Codes.Shape[2];

    public override long ByteCount => Codes.ElementCount + Scales.ByteCount + (Shifts?.ByteCount ?? 0) + ((Bias?.ElementCount ?? 0) * sizeof(float));

    public override unsafe void Multiply(MatrixKernels kernels, float* input, int rows, float* output, WorkerPool pool) =>
        kernels.Multiply(input, rows, this, output, pool);

    public override void Dispose()
    {
        Codes.Dispose();
        Scales.Dispose();
        Shifts?.Dispose();
        Bias?.Dispose();
    }
}
