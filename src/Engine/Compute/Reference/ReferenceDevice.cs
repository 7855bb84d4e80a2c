using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>
/// Every operation as the plainest loop that is right: the oracle that other devices are tested against, and what an
/// engineer reads to learn what an operation means. Slow, one thread.
/// </summary>
internal sealed class ReferenceDevice : IComputeDevice
{
    private readonly HostStore store = new();

    public string Name => "reference (plain loops)";

    public long AllocatedBytes => store.Ledger.Bytes;

    public Tensor Allocate(DType dtype, params ReadOnlySpan<int> shape) => store.Allocate(dtype, shape);

    public Tensor Upload(HostTensor source, DType dtype = DType.F32) => store.Upload(source, dtype);

    public void Write(ReadOnlySpan<float> source, Tensor destination) => HostStore.Write(source, destination);

    public void Read(Tensor source, long start, Span<float> destination) => HostStore.Read(source, start, destination);

    public LinearWeight PackLinear(HostTensor weight, HostTensor? bias = null) => ReferenceLinear.Pack(this, weight, bias);

    public ConvolutionWeight PackConvolution(HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry) =>
        ReferenceConvolution.Pack(this, weight, bias, geometry);

    public void GatherRows(Tensor input, ReadOnlySpan<int> rows, Tensor output) => ReferenceGather.Rows(input, rows, output);

    public void Linear(Tensor input, LinearWeight weight, Tensor output) => ReferenceLinear.Apply(input, weight, output);

    public void RmsNorm(Tensor input, Tensor weight, float epsilon, Tensor output)
    {
        OpShapes.RmsNorm(input, weight, output);
        ReferenceNorms.RmsNorm(input, weight, epsilon, output);
    }

    public void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon)
    {
        OpShapes.HeadLayerNorm(x, weight, bias);
        ReferenceNorms.HeadLayerNorm(x, weight, bias, epsilon);
    }

    public void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim)
    {
        OpShapes.Rope(x, positions, cos, sin, headDim);
        ReferenceElementwise.Rope(x, positions, cos, sin, headDim);
    }

    public void Gate(Tensor gate, Tensor up, Activation activation, Tensor output)
    {
        OpShapes.Gate(gate, up, output);
        ReferenceElementwise.Gate(gate, up, activation, output);
    }

    public void Add(Tensor x, Tensor y)
    {
        OpShapes.RequireSame(nameof(Add), nameof(x), x, nameof(y), y);
        ReferenceElementwise.Add(x, y);
    }

    public void AppendKeysValues(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer)
    {
        AttentionShape.Append(keys, values, batch, layout, layer);
        ReferenceAttention.AppendKeysValues(keys, values, batch, layout, layer);
    }

    public void Attention(Tensor queries, RaggedBatch batch, KvLayout layout, int layer, float scale, Tensor output)
    {
        var shape = AttentionShape.Of(queries, batch, layout, layer, output);
        ReferenceAttention.Attention(queries, batch, shape, layout, layer, scale, output);
    }

    public void AttentionProbabilities(
        Tensor queries, RaggedBatch batch, int sequence, KvLayout layout, int layer, float scale, Tensor output)
    {
        var shape = AttentionShape.Of(queries, batch, sequence, layout, layer, output);
        ReferenceAttention.AttentionProbabilities(queries, batch, sequence, shape, layout, layer, scale, output);
    }

    public void Convolution(Tensor input, ConvolutionWeight weight, Tensor output) =>
        ReferenceConvolution.Apply(input, weight, output);

    public void GroupNorm(Tensor input, Tensor weight, Tensor bias, int groups, float epsilon, bool swish, Tensor output)
    {
        OpShapes.GroupNorm(input, weight, bias, groups, output);
        ReferenceNorms.GroupNorm(input, weight, bias, groups, epsilon, swish, output);
    }

    public void UpsampleNearest(Tensor input, Tensor output)
    {
        OpShapes.UpsampleNearest(input, output);
        ReferenceElementwise.UpsampleNearest(input, output);
    }

    public void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output)
    {
        OpShapes.SpatialAttention(queries, keys, values, output);
        ReferenceAttention.SpatialAttention(queries, keys, values, output);
    }

    public void NearestCodes(Tensor latents, Tensor codebook, Span<int> codes) =>
        ReferenceNearestCodes.Find(latents, codebook, codes);

    /// <summary>Nothing of its own to free: every tensor and weight is its owner's.</summary>
    public void Dispose()
    {
    }
}
