using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>x + conv2(swish(norm2(conv1(swish(norm1(x)))))), with a 1×1 shortcut where the channels change.</summary>
internal sealed class VqResnetBlock(WeightLoader load, string name, int inChannels, int outChannels) : IVqBlock
{
    private readonly VqNorm norm1 = new(load, $"{name}.norm1");
    private readonly VqConvolution conv1 = new(load, $"{name}.conv1", ConvolutionGeometry.Same);
    private readonly VqNorm norm2 = new(load, $"{name}.norm2");
    private readonly VqConvolution conv2 = new(load, $"{name}.conv2", ConvolutionGeometry.Same);
    private readonly VqConvolution? shortcut =
        inChannels == outChannels ? null : new(load, $"{name}.nin_shortcut", ConvolutionGeometry.Pointwise);

    public Tensor Forward(Tensor x, VqBuffers buffers)
    {
        var device = buffers.Device;
        var normed = buffers.RentLike(x, inChannels);
        norm1.Apply(x, swish: true, normed, device);
        var inner = conv1.Forward(normed, buffers);
        norm2.Apply(inner, swish: true, inner, device);
        var result = conv2.Forward(inner, buffers);
        var residual = shortcut is null ? x : shortcut.Forward(x, buffers);
        device.Add(result, residual);
        buffers.Return(residual);
        return result;
    }
}
