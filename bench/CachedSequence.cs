using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Bench;

/// <summary>A sequence's random keys and values of some layers, and queries for its last rows.</summary>
internal sealed class CachedSequence : IDisposable
{
    private const int AppendedAtOnce = 256;

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
    /// <param name="layers">Layers, each with keys and values of its own.</param>
    public CachedSequence(
        IComputeDevice device, int heads, int headDim, int past, int rows, KvElement form = KvElement.Float32, int layers = 1)
    {
        this.device = device;
        layout = new KvLayout(layers, heads, headDim, BlockTokens: 32, form);
        for (var i = 0; i < layout.BlocksFor(past + rows); i++)
        {
            cache.Blocks.Add(device.Allocate(layout.BlockType, layout.BlockShape));
        }

        Fill(past + rows);
        cache.Length = past;
        batch.Add(cache, rows);
        queries = device.Upload(new RandomTensor(DType.F32, rows, heads * headDim));
        output = device.Allocate(DType.F32, rows, heads * headDim);
        Products = layers * heads * (((double)past * rows) + (rows * (rows + 1.0) / 2)) * headDim * 2;
        CacheBytes = (double)layout.TokenBytes * (past + rows);
    }

    /// <summary>Multiply-adds that the rows need.</summary>
    public double Products { get; }

    /// <summary>Keys and values that the rows see.</summary>
    public double CacheBytes { get; }

    /// <summary>Computes the attention of the rows in every layer.</summary>
    public void Attend()
    {
        for (var layer = 0; layer < layout.Layers; layer++)
        {
            device.Attention(queries, batch, layout, layer, 1 / MathF.Sqrt(layout.HeadDim), output);
        }
    }

    public void Dispose()
    {
        cache.Blocks.ForEach(block => block.Dispose());
        queries.Dispose();
        output.Dispose();
    }

    private void Fill(int tokens)
    {
        for (; cache.Length < tokens; cache.Length += batch.RowCount)
        {
            batch.Clear();
            batch.Add(cache, Math.Min(AppendedAtOnce, tokens - cache.Length));
            using var rows = device.Upload(new RandomTensor(DType.F32, batch.RowCount, layout.KvHeads * layout.HeadDim));
            for (var layer = 0; layer < layout.Layers; layer++)
            {
                device.AppendKeysValues(rows, rows, batch, layout, layer);
            }
        }

        batch.Clear();
    }
}
