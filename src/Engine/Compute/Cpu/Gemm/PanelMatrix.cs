using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// A matrix [out, in] in the one layout for vectors, small batches and large products: panels of neighbouring output
/// features, inner index first, so that a kernel reads one stream and sums in lanes. Bfloat16 stays bfloat16.
/// </summary>
internal sealed class PanelMatrix : IDisposable
{
    /// <param name="panels">[⌈out / width⌉, in, width], zeros past the last feature.</param>
    /// <param name="bias">[⌈out / width⌉ · width].</param>
    /// <param name="outFeatures">Features without the padding.</param>
    public PanelMatrix(Tensor panels, Tensor? bias, int outFeatures)
    {
        (Panels, Bias, OutFeatures) = (panels, bias, outFeatures);
        (InFeatures, PanelWidth) = (panels.Shape[1], panels.Shape[2]);
    }

    public int OutFeatures { get; }

    public int InFeatures { get; }

    public int PanelWidth { get; }

    public int PanelCount => Panels.Shape[0];

    public Tensor Panels { get; }

    public Tensor? Bias { get; }

    public long ByteCount => (Panels.ElementCount * Panels.DType.Size()) + ((Bias?.ElementCount ?? 0) * sizeof(float));

    public void Dispose()
    {
        Panels.Dispose();
        Bias?.Dispose();
    }
}
