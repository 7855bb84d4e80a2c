using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>x + proj_out(attention of every position over all): one head as wide as the channels.</summary>
internal sealed class VqAttentionBlock(WeightLoader load, string name) : IVqBlock
{
    private readonly VqNorm norm = new(load, $"{name}.norm");
    private readonly VqConvolution query = new(load, $"{name}.q", ConvolutionGeometry.Pointwise);
    private readonly VqConvolution key = new(load, $"{name}.k", ConvolutionGeometry.Pointwise);
    private readonly VqConvolution value = new(load, $"{name}.v", ConvolutionGeometry.Pointwise);
    private readonly VqConvolution projection = new(load, $"{name}.proj_out", ConvolutionGeometry.Pointwise);

    public Tensor Forward(Tensor x, VqBuffers buffers)
    {
        var device = buffers.Device;
        Tensor Rent() => buffers.RentLike(x, x.Shape[2]);
        var (normed, q, k, v) = (Rent(), Rent(), Rent(), Rent());
        norm.Apply(x, swish: false, normed, device);
        query.Apply(normed, q, device);
        key.Apply(normed, k, device);
        value.Apply(normed, v, device);
        device.SpatialAttention(q, k, v, normed);
        projection.Apply(normed, q, device);
        device.Add(x, q);
        foreach (var buffer in (ReadOnlySpan<Tensor>)[normed, q, k, v])
        {
            buffers.Return(buffer);
        }

        return x;
    }
}
