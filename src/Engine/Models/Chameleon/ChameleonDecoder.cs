using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// The decoder: one pass over the weights for all rows of a batch. Norms stand before the sub-layers (7B) or after them
/// (swin, 30B); queries and keys are normed per head before they are turned.
/// </summary>
public sealed class ChameleonDecoder : IDecoder
{
    private const int BlockTokens = 32;

    private readonly ChameleonConfig config;
    private readonly IComputeDevice device;
    private readonly DecoderWorkspace work;
    private readonly RotaryEmbedding rotary;
    private readonly ChameleonLayer[] layers;
    private readonly EmbeddingTable embedding;
    private readonly Tensor norm; // [hidden]
    private readonly LinearWeight head; // [vocabulary, hidden]

    internal ChameleonDecoder(WeightLoader load, ChameleonConfig config, KvElement cache = KvElement.Float32)
    {
        this.config = config;
        device = load.Device;
        embedding = load.Table(ChameleonManifest.EmbeddingName);
        layers = [.. Enumerable.Range(0, config.Layers).Select(index => new ChameleonLayer(load, config, index))];
        norm = load.Floats("model.norm.weight");
        head = load.Linear(config.TieWordEmbeddings ? "model.embed_tokens" : "lm_head");
        work = load.Own(new DecoderWorkspace(device, config));
        rotary = load.Own(new RotaryEmbedding(device, config.Rope, config.HeadDim, config.MaxPositionEmbeddings));
        AttentionScale = (float)(1 / Math.Sqrt(config.HeadDim));
        KvLayout = new KvLayout(config.Layers, config.KvHeads, config.HeadDim, BlockTokens, cache);
    }

    /// <inheritdoc/>
    public int VocabularySize => config.VocabularySize;

    /// <summary>Length of an embedding.</summary>
    public int HiddenSize => config.HiddenSize;

    /// <inheritdoc/>
    public int MaxPositions => rotary.MaxPositions;

    /// <summary>Factor on q·k.</summary>
    internal float AttentionScale { get; }

    /// <inheritdoc/>
    public KvLayout KvLayout { get; }

    /// <inheritdoc/>
    public bool CanExtend(int cachedLength, int newLength) => rotary.CanExtend(cachedLength, newLength);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An id outside the vocabulary, or embeddings of another size.</exception>
    /// <exception cref="InvalidOperationException">A sequence that <see cref="CanExtend"/> says must be computed afresh.</exception>
    public void Forward(DecoderBatch batch, CancellationToken cancellationToken = default) =>
        Forward(batch, probe: null, ropeLength: null, cancellationToken);

    internal void Forward(DecoderBatch batch, IDecoderProbe? probe, int? ropeLength, CancellationToken cancellationToken)
    {
        var rows = batch.Rows;
        if (rows.RowCount == 0)
        {
            return;
        }

        Check(batch);
        work.Resize(rows.RowCount);
        rotary.Prepare(rows, ropeLength);
        Embed(batch);
        for (var layer = 0; layer < layers.Length; layer++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            probe?.Hidden(layer, work.Hidden);
            var weights = layers[layer];
            if (config.SwinNorm)
            {
                Attention(weights, layer, work.Hidden, batch, probe);
                Norm(work.Output, weights.InputNorm, work.Output);
                device.Add(work.Hidden, work.Output);
                FeedForward(weights, work.Hidden);
                Norm(work.Output, weights.PostAttentionNorm, work.Output);
                device.Add(work.Hidden, work.Output);
            }
            else
            {
                Norm(work.Hidden, weights.InputNorm, work.Normed);
                Attention(weights, layer, work.Normed, batch, probe);
                device.Add(work.Hidden, work.Output);
                Norm(work.Hidden, weights.PostAttentionNorm, work.Normed);
                FeedForward(weights, work.Normed);
                device.Add(work.Hidden, work.Output);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        Norm(work.Hidden, norm, work.Normed);
        probe?.Hidden(layers.Length, work.Normed);
        Logits(batch, isNarrow: probe is null);
        foreach (ref readonly var sequence in rows.Sequences)
        {
            sequence.Cache.Length = sequence.PastLength + sequence.RowCount;
        }
    }

    private void Attention(ChameleonLayer weights, int layer, Tensor x, DecoderBatch batch, IDecoderProbe? probe)
    {
        device.Linear(x, weights.Query, work.Queries);
        device.Linear(x, weights.Key, work.Keys);
        device.Linear(x, weights.Value, work.Values);
        device.HeadLayerNorm(work.Queries, weights.QueryNormWeight, weights.QueryNormBias, ChameleonConfig.HeadNormEpsilon);
        device.HeadLayerNorm(work.Keys, weights.KeyNormWeight, weights.KeyNormBias, ChameleonConfig.HeadNormEpsilon);
        rotary.Apply(work.Queries);
        rotary.Apply(work.Keys);
        device.AppendKeysValues(work.Keys, work.Values, batch.Rows, KvLayout, layer);
        probe?.Attention(layer, work.Queries, batch.Rows);
        device.Attention(work.Queries, batch.Rows, KvLayout, layer, AttentionScale, work.Attended);
        if (layer == layers.Length - 1 && probe is null)
        {
            // Behind the last layer's keys and values nothing is read of rows whose logits nobody wants.
            work.Narrow(batch.LogitRows);
        }

        device.Linear(work.Attended, weights.Output, work.Output);
    }

    private void FeedForward(ChameleonLayer weights, Tensor x)
    {
        device.Linear(x, weights.Gate, work.Gate);
        device.Linear(x, weights.Up, work.Up);
        device.Gate(work.Gate, work.Up, config.Activation, work.Gate);
        device.Linear(work.Gate, weights.Down, work.Output);
    }

    private void Norm(Tensor x, Tensor weight, Tensor output) => device.RmsNorm(x, weight, config.RmsNormEpsilon, output);

    private void Embed(DecoderBatch batch)
    {
        var hidden = work.HostHidden(batch.Ids.Length);
        embedding.Read(batch.Ids, hidden);
        foreach (var (firstRow, values) in batch.Embeddings)
        {
            values.Span.CopyTo(hidden[(firstRow * HiddenSize)..]);
        }

        device.Write(hidden, work.Hidden);
    }

    private void Logits(DecoderBatch batch, bool isNarrow)
    {
        var wanted = batch.LogitRows;
        Span<int> rows = stackalloc int[DecoderWorkspace.LogitRows];
        var logits = batch.LogitsBuffer(VocabularySize);
        for (var first = 0; first < wanted.Length; first += DecoderWorkspace.LogitRows)
        {
            var count = Math.Min(rows.Length, wanted.Length - first);
            for (var i = 0; i < count; i++)
            {
                rows[i] = isNarrow ? first + i : wanted[first + i];
            }

            var (hidden, output) = work.Head(count);
            device.GatherRows(work.Normed, rows[..count], hidden);
            device.Linear(hidden, head, output);
            device.Read(output, 0, logits.Slice(first * VocabularySize, count * VocabularySize));
        }
    }

    private void Check(DecoderBatch batch)
    {
        var embedded = 0;
        foreach (var (firstRow, values) in batch.Embeddings)
        {
            if (firstRow < 0 || values.Length % HiddenSize != 0 || firstRow + (values.Length / HiddenSize) > batch.Rows.RowCount)
            {
                throw new ArgumentException(
                    $"Embeddings of {values.Length} values at row {firstRow} do not fit {batch.Rows.RowCount} rows of {HiddenSize}.", nameof(batch));
            }

            embedded += values.Length / HiddenSize;
        }

        foreach (var id in batch.Ids)
        {
            if ((uint)id >= (uint)VocabularySize && (id != -1 || embedded-- == 0))
            {
                throw new ArgumentException($"Id {id} is outside the vocabulary of {VocabularySize}.", nameof(batch));
            }
        }

        foreach (ref readonly var sequence in batch.Rows.Sequences)
        {
            if (!CanExtend(sequence.PastLength, sequence.PastLength + sequence.RowCount))
            {
                throw new InvalidOperationException(
                    $"A sequence of {sequence.PastLength} cached tokens cannot grow to {sequence.PastLength + sequence.RowCount}: "
                    + $"dynamic rope scaling gives it another base past {config.MaxPositionEmbeddings} positions. Compute it afresh.");
            }
        }
    }
}
