using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>One convolution.</summary>
internal sealed class VqConvolution(WeightLoader load, string name, ConvolutionGeometry geometry) : IVqBlock
{
    private readonly ConvolutionWeight weight = load.Convolution(name, geometry);

    public int OutChannels => weight.OutChannels;

    public void Apply(Tensor x, Tensor output, IComputeDevice device) => device.Convolution(x, weight, output);

    public Tensor Forward(Tensor x, VqBuffers buffers)
    {
        var output = buffers.Rent(geometry.OutputSize(x.Shape[0]), geometry.OutputSize(x.Shape[1]), OutChannels);
        Apply(x, output, buffers.Device);
        buffers.Return(x);
        return output;
    }
}
