using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench;

/// <summary>A sequence of one layer's random keys and values, and queries for its last rows.</summary>
internal sealed class CachedSequence : IDisposable
{
    private readonly IComputeDevice device;
    private readonly KvLayout layout;
    private readonly KvSequence cache = new();
    private readonly RaggedBatch batch = new();
    private readonly Tensor queries;
    private readonly Tensor output;

    /// <param name="device">Where it is computed.</param>
    /// <param name="heads">Query and kv heads.</param>
    /// <param name="headDim">Length of a key.</param>
    /// <param name="past">Tokens that came before.</param>
    /// <param name="rows">Tokens of the pass.</param>
    /// <param name="form">In what form keys and values are cached.</param>
    public CachedSequence(IComputeDevice device, int heads, int headDim, int past, int rows, KvElement form = KvElement.Float32)
    {
        this.device = device;
        layout = new KvLayout(Layers: 1, heads, headDim, BlockTokens: 16, form);
        for (var i = 0; i < layout.BlocksFor(past + rows); i++)
        {
            cache.Blocks.Add(form == KvElement.Float32 ? device.Upload(new RandomTensor(DType.F32, layout.BlockShape)) : device.Allocate(layout.BlockType, layout.BlockShape));
        }

        cache.Length = past;
        batch.Add(cache, rows);
        queries = device.Upload(new RandomTensor(DType.F32, rows, heads * headDim));
        output = device.Allocate(DType.F32, rows, heads * headDim);
        Products = heads * (((double)past * rows) + (rows * (rows + 1.0) / 2)) * headDim * 2;
        CacheBytes = 2.0 * heads * headDim * (past + rows) * layout.RowBytes / headDim;
    }

    /// <summary>Multiply-adds that the rows need.</summary>
    public double Products { get; }

    /// <summary>Keys and values that the rows see.</summary>
    public double CacheBytes { get; }

    /// <summary>Computes the attention of the rows.</summary>
    public void Attend() => device.Attention(queries, batch, layout, 0, 1 / MathF.Sqrt(layout.HeadDim), output);

    public void Dispose()
    {
        cache.Blocks.ForEach(block => block.Dispose());
        queries.Dispose();
        output.Dispose();
    }
}
