using Chameleon.Engine.Compute.Cpu.Gemm;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Packed;

/// <summary>A matrix [out, in] of one byte an element and one scale a row, in panels.</summary>
/// <param name="codes">[panels, in, width].</param>
/// <param name="scales">[panels · width].</param>
/// <param name="kind">How a code becomes a weight.</param>
/// <param name="bias">[panels · width], or null.</param>
/// <param name="outFeatures">Features without the padding.</param>
internal sealed class ByteMatrix(Tensor codes, Tensor scales, ByteKind kind, Tensor? bias, int outFeatures) : CpuLinearWeight
{
    public Tensor Codes { get; } = codes;

    public Tensor Scales { get; } = scales;

    public ByteKind Kind { get; } = kind;

    public Tensor? Bias { get; } = bias;

    public override int OutFeatures { get; } = outFeatures;

    public override int InFeatures => Codes.Shape[1];

    public int PanelWidth => Codes.Shape[2];

    public override long ByteCount => Codes.ElementCount + ((Scales.ElementCount + (Bias?.ElementCount ?? 0)) * sizeof(float));

    public override unsafe void Multiply(MatrixKernels kernels, float* input, int rows, float* output, WorkerPool pool) =>
        kernels.Multiply(input, rows, this, output, pool);

    public override void Dispose()
    {
        Codes.Dispose();
        Scales.Dispose();
        Bias?.Dispose();
    }
}
