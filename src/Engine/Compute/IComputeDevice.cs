using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute;

/// <summary>
/// Where tensors live and what can be done to them: the one seam between models and hardware.
/// Activations are float32. Vision tensors are channels-last: [height, width, channels].
/// Operations run to completion before they return (or are ordered after each other on the device) and throw
/// <see cref="ArgumentException"/> with both shapes when these do not fit. One thread at a time per device.
/// </summary>
/// <remarks>
/// Law of every implementation: each element of a matrix product or convolution is one chain of fused multiply-adds
/// over the inner index in ascending order, started from zero, bias added last. So the same row gives the same bits
/// alone or among others, on any instruction set, on any number of threads, as in <c>Reference/</c>.
/// A matrix of 4-bit blocks (nf4, fp4) that is multiplied as it is has several such chains: one of its codes' values for
/// each run of inner indices that have one scale in every row, 64 at most, and these join in ascending order, started from
/// zero, by one multiply-add each, total = scale · chain + total. A matrix whose blocks give rows no runs of a multiple of
/// 16 is restored to float32 and then is like any other.
/// </remarks>
public interface IComputeDevice : IDisposable
{
    /// <summary>What it is, for people: <c>cpu (AVX2, 2 threads)</c>.</summary>
    string Name { get; }

    /// <summary>Bytes of tensors and packed weights alive now, those that lie in mapped files among them.</summary>
    long AllocatedBytes { get; }

    /// <summary>Allocates a zeroed tensor.</summary>
    Tensor Allocate(DType dtype, params ReadOnlySpan<int> shape);

    /// <summary>Copies a host tensor to the device as <paramref name="dtype"/> (F32, or BF16 when it is stored so).</summary>
    Tensor Upload(HostTensor source, DType dtype = DType.F32);

    /// <summary>Copies float32 values to the start of a tensor.</summary>
    void Write(ReadOnlySpan<float> source, Tensor destination);

    /// <summary>Copies elements of a float32 tensor, from an element offset, to the host.</summary>
    void Read(Tensor source, long start, Span<float> destination);

    /// <summary>Packs a matrix [out, in] and an optional bias [out]. BF16 stays bfloat16; everything else becomes float32.</summary>
    LinearWeight PackLinear(HostTensor weight, HostTensor? bias = null);

    /// <summary>Packs a kernel [out, in, size, size] and an optional bias [out] in float32.</summary>
    ConvolutionWeight PackConvolution(HostTensor weight, HostTensor? bias, ConvolutionGeometry geometry);

    /// <summary>Gathers rows: output[i] = input[rows[i]]; [*, width] to [rows, width].</summary>
    void GatherRows(Tensor input, ReadOnlySpan<int> rows, Tensor output);

    /// <summary>output[r] = input[r] · weightᵀ + bias; [rows, in] to [rows, out].</summary>
    void Linear(Tensor input, LinearWeight weight, Tensor output);

    /// <summary>Root-mean-square norm of each row: weight · x / √(mean x² + epsilon). May be in place.</summary>
    void RmsNorm(Tensor input, Tensor weight, float epsilon, Tensor output);

    /// <summary>
    /// Layer norm of each head in place: (x − mean) / √(var + epsilon) · weight[head] + bias[head]; x is [rows, heads · headDim],
    /// weight and bias [heads, headDim].
    /// </summary>
    void HeadLayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon);

    /// <summary>
    /// Rotary position embedding in place, rotate-half form: x is [rows, heads · headDim], cos and sin are
    /// [positions, headDim / 2].
    /// </summary>
    void Rope(Tensor x, ReadOnlySpan<int> positions, Tensor cos, Tensor sin, int headDim);

    /// <summary>output = activation(gate) ⊙ up; all [rows, width]. May be in place.</summary>
    void Gate(Tensor gate, Tensor up, Activation activation, Tensor output);

    /// <summary>x += y.</summary>
    void Add(Tensor x, Tensor y);

    /// <summary>Writes keys and values [rows, kvHeads · headDim] of one layer into the caches of a batch.</summary>
    void AppendKeysValues(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer);

    /// <summary>
    /// Causal attention of each row over its own sequence (row i of a run sees PastLength + i + 1 tokens), with
    /// consecutive query heads sharing a kv head. Memory does not grow with the square of the length.
    /// </summary>
    /// <param name="queries">[rows, heads · headDim].</param>
    /// <param name="batch">The runs and their caches, in which this pass's keys and values already are.</param>
    /// <param name="layout">Layout of the cache blocks.</param>
    /// <param name="layer">Which layer of the cache.</param>
    /// <param name="scale">Factor on q·k.</param>
    /// <param name="output">[rows, heads · headDim].</param>
    void Attention(Tensor queries, RaggedBatch batch, KvLayout layout, int layer, float scale, Tensor output);

    /// <summary>
    /// The attention probabilities of one run, for inspection: [heads, run rows, past + run rows], zero above the diagonal.
    /// </summary>
    void AttentionProbabilities(
        Tensor queries, RaggedBatch batch, int sequence, KvLayout layout, int layer, float scale, Tensor output);

    /// <summary>Convolution [height, width, in] to [height', width', out].</summary>
    void Convolution(Tensor input, ConvolutionWeight weight, Tensor output);

    /// <summary>Group norm over [height, width, channels], then x·sigmoid(x) if <paramref name="swish"/>. May be in place.</summary>
    void GroupNorm(Tensor input, Tensor weight, Tensor bias, int groups, float epsilon, bool swish, Tensor output);

    /// <summary>Nearest-neighbour doubling of height and width.</summary>
    void UpsampleNearest(Tensor input, Tensor output);

    /// <summary>
    /// Single-head attention of every position over all positions: softmax(q·kᵀ · channels^−½) · v, all
    /// [height, width, channels].
    /// </summary>
    void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output);

    /// <summary>
    /// Index of the nearest codebook row for each latent by Σz² + Σe² − 2·z·e in float32, the first of equals.
    /// </summary>
    /// <param name="latents">[height, width, channels].</param>
    /// <param name="codebook">[codes, channels].</param>
    /// <param name="codes">Receives height · width indices in raster order.</param>
    void NearestCodes(Tensor latents, Tensor codebook, Span<int> codes);
}
