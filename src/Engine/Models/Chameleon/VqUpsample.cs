using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Doubles height and width: nearest neighbour, then a convolution.</summary>
internal sealed class VqUpsample(WeightLoader load, string name) : IVqBlock
{
    private readonly VqConvolution convolution = new(load, $"{name}.conv", ConvolutionGeometry.Same);

    public Tensor Forward(Tensor x, VqBuffers buffers)
    {
        var doubled = buffers.Rent(2 * x.Shape[0], 2 * x.Shape[1], x.Shape[2]);
        buffers.Device.UpsampleNearest(x, doubled);
        buffers.Return(x);
        return convolution.Forward(doubled, buffers);
    }
}
