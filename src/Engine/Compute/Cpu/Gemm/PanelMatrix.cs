using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// A matrix [out, in] in the one layout for vectors, small batches and large products: panels of neighbouring output
/// features, inner index first, so that a kernel reads one stream and sums in lanes. Bfloat16 stays bfloat16.
/// </summary>
internal sealed class PanelMatrix : CpuLinearWeight
{
    /// <param name="panels">[⌈out / width⌉, in, width], zeros past the last feature.</param>
    /// <param name="bias">[⌈out / width⌉ · width].</param>
    /// <param name="outFeatures">Features without the padding.</param>
    public PanelMatrix(Tensor panels, Tensor? bias, int outFeatures)
    {
        (Panels, Bias, OutFeatures) = (panels, bias, outFeatures);
        (InFeatures, PanelWidth) = (panels.Shape[1], panels.Shape[2]);
    }

    public override int OutFeatures { get; }

    public override int InFeatures { get; }

    public int PanelWidth { get; }

    public int PanelCount => Panels.Shape[0];

    public Tensor Panels { get; }

    public Tensor? Bias { get; }

    public override long ByteCount => (Panels.ElementCount * Panels.DType.Size()) + ((Bias?.ElementCount ?? 0) * sizeof(float));

    public override unsafe void Multiply(MatrixKernels kernels, float* input, int rows, float* output, WorkerPool pool) =>
        kernels.Multiply(input, rows, this, output, pool);

    public override void Dispose()
    {
        Panels.Dispose();
        Bias?.Dispose();
    }
}
