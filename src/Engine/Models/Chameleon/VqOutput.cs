using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>The end of a net: norm, swish, convolution.</summary>
internal sealed class VqOutput(WeightLoader load, string name) : IVqBlock
{
    private readonly VqNorm norm = new(load, $"{name}.norm_out");
    private readonly VqConvolution convolution = new(load, $"{name}.conv_out", ConvolutionGeometry.Same);

    public Tensor Forward(Tensor x, VqBuffers buffers)
    {
        norm.Apply(x, swish: true, x, buffers.Device);
        return convolution.Forward(x, buffers);
    }
}
