using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>A convolution kernel as the checkpoint has it: row-major, F32.</summary>
/// <param name="kernel">[out, in, size, size].</param>
/// <param name="bias">[out].</param>
/// <param name="geometry">Size, stride and padding.</param>
internal sealed class ReferenceConvolutionWeight(Tensor kernel, Tensor? bias, ConvolutionGeometry geometry) : ConvolutionWeight
{
    public override int OutChannels => Kernel.Shape[0];

    public override int InChannels => Kernel.Shape[1];

    public override ConvolutionGeometry Geometry { get; } = geometry;

    public override long ByteCount => (Kernel.ElementCount + (Bias?.ElementCount ?? 0)) * sizeof(float);

    public Tensor Kernel { get; } = kernel;

    public Tensor? Bias { get; } = bias;

    public override void Dispose()
    {
        Kernel.Dispose();
        Bias?.Dispose();
    }
}
