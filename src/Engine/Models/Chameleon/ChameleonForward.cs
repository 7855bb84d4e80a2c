using Chameleon.Engine.Compute;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>One call of <see cref="ChameleonNetwork.Forward"/>: a padded rectangle becomes ragged rows and back.</summary>
internal sealed class ChameleonForward : IDecoderProbe
{
    private readonly ChameleonNetwork network;
    private readonly ForwardRequest request;
    private readonly int batchSize;
    private readonly int length;
    private readonly int[][] columns; // of each batch row: the columns that are tokens, ascending
    private readonly DecoderBatch batch = new();
    private readonly List<ForwardTensor> hiddenStates = [];
    private readonly List<ForwardTensor> attentions = [];

    public ChameleonForward(ChameleonNetwork network, ForwardRequest request)
    {
        (this.network, this.request) = (network, request);
        (batchSize, length) = ForwardShapes.Check(request, network.Decoder.HiddenSize);
        columns = [.. Enumerable.Range(0, batchSize).Select(TokenColumns)];
    }

    public ForwardResult Run(CancellationToken cancellationToken)
    {
        var caches = new List<KvSequence>();
        try
        {
            var ids = FillPictures(cancellationToken);
            for (var row = 0; row < batchSize; row++)
            {
                AddRow(row, ids, caches);
            }

            network.Decoder.Forward(batch, this, request.RopeLength, cancellationToken);
        }
        finally
        {
            caches.SelectMany(cache => cache.Blocks).ToList().ForEach(block => block.Dispose());
        }

        var logits = Logits();
        return new ForwardResult
        {
            Logits = logits,
            HiddenStates = request.HiddenStates ? hiddenStates : null,
            Attentions = request.Attentions ? attentions : null,
            Loss = request.Labels is null ? null : CrossEntropy.Mean(logits, PredictedLabels(request.Labels)),
        };
    }

    void IDecoderProbe.Hidden(int index, Tensor hidden)
    {
        if (!request.HiddenStates)
        {
            return;
        }

        var width = network.Decoder.HiddenSize;
        var values = new float[hidden.ElementCount];
        network.Device.Read(hidden, 0, values);
        var result = ForwardTensor.Zeros(batchSize, length, width);
        Scatter(values, result.Values, width);
        hiddenStates.Add(result);
    }

    void IDecoderProbe.Attention(int layer, Tensor queries, RaggedBatch rows)
    {
        if (!request.Attentions)
        {
            return;
        }

        var heads = network.Config.Heads;
        var result = ForwardTensor.Zeros(batchSize, heads, length, length);
        var sequence = 0;
        for (var row = 0; row < batchSize; row++)
        {
            if (columns[row].Length > 0)
            {
                ScatterAttention(ReadAttention(layer, queries, rows, sequence++, columns[row].Length), result, row);
            }
        }

        attentions.Add(result);
    }

    private int[] TokenColumns(int row) => request.AttentionMask is { } mask
        ? [.. Enumerable.Range(0, length).Where(column => mask[row, column] != 0)]
        : [.. Enumerable.Range(0, length)];

    private int[,]? FillPictures(CancellationToken cancellationToken)
    {
        if (request.Pictures is not { } pictures || request.Ids is not { } given)
        {
            return request.Ids;
        }

        var (codec, vocabulary) = (network.Codec, network.Config.Vocabulary);
        var ids = (int[,])given.Clone();
        var flat = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref ids[0, 0], ids.Length);
        var placeholders = flat.Count(vocabulary.Image);
        if (placeholders != pictures.Count * codec.CodesPerPicture)
        {
            throw new ArgumentException(
                $"{pictures.Count} pictures of {codec.CodesPerPicture} codes need {pictures.Count * codec.CodesPerPicture} "
                + $"placeholders (id {vocabulary.Image}); the ids have {placeholders}.");
        }

        var next = 0;
        foreach (var picture in pictures)
        {
            foreach (var code in codec.Encode(picture.Span, cancellationToken))
            {
                next += flat[next..].IndexOf(vocabulary.Image);
                flat[next++] = vocabulary.Pictures.IdOf(code);
            }
        }

        return ids;
    }

    /// <summary>The labels that a token predicts: not those of first tokens, which would come from padding.</summary>
    private int[,] PredictedLabels(int[,] given)
    {
        var labels = (int[,])given.Clone();
        for (var row = 0; row < batchSize; row++)
        {
            for (var column = 1; column < length; column++)
            {
                if (request.AttentionMask is { } mask && mask[row, column - 1] == 0)
                {
                    labels[row, column] = CrossEntropy.Ignored;
                }
            }
        }

        return labels;
    }

    private void AddRow(int row, int[,]? ids, List<KvSequence> caches)
    {
        if (columns[row].Length == 0)
        {
            return;
        }

        var cache = new KvSequence();
        caches.Add(cache);
        var layout = network.Decoder.KvLayout;
        while (cache.Blocks.Count < layout.BlocksFor(columns[row].Length))
        {
            cache.Blocks.Add(network.Device.Allocate(layout.BlockType, layout.BlockShape));
        }

        var first = batch.Rows.RowCount;
        if (ids is not null)
        {
            batch.Add(cache, [.. columns[row].Select(column => ids[row, column])], wantLogits: false);
        }
        else
        {
            batch.AddEmbeddings(cache, RowEmbeddings(row), columns[row].Length, wantLogits: false);
        }

        for (var i = first; i < batch.Rows.RowCount; i++)
        {
            batch.WantLogits(i);
        }
    }

    private float[] RowEmbeddings(int row)
    {
        var width = network.Decoder.HiddenSize;
        var values = new float[columns[row].Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = request.Embeddings![row, columns[row][i / width], i % width];
        }

        return values;
    }

    private ForwardTensor Logits()
    {
        var vocabulary = network.Decoder.VocabularySize;
        var result = ForwardTensor.Zeros(batchSize, length, vocabulary);
        for (var i = 0; i < batch.Rows.RowCount && !request.RawLogits; i++)
        {
            var row = batch.Logits(i, vocabulary);
            foreach (var id in network.Config.Vocabulary.Pictures.Ids)
            {
                row[id] = float.MinValue;
            }
        }

        Scatter(batch.LogitsBuffer(vocabulary), result.Values, vocabulary);
        return result;
    }

    /// <summary>Ragged rows [rows, width] to their places in [batch, length, width].</summary>
    private void Scatter(ReadOnlySpan<float> ragged, Span<float> rectangle, int width)
    {
        var next = 0;
        for (var row = 0; row < batchSize; row++)
        {
            foreach (var column in columns[row])
            {
                ragged.Slice(next++ * width, width).CopyTo(rectangle[(((row * length) + column) * width)..]);
            }
        }
    }

    private float[] ReadAttention(int layer, Tensor queries, RaggedBatch rows, int sequence, int tokens)
    {
        using var probabilities = network.Device.Allocate(DType.F32, network.Config.Heads, tokens, tokens);
        network.Device.AttentionProbabilities(
            queries, rows, sequence, network.Decoder.KvLayout, layer, network.Decoder.AttentionScale, probabilities);
        var values = new float[probabilities.ElementCount];
        network.Device.Read(probabilities, 0, values);
        return values;
    }

    private void ScatterAttention(float[] values, ForwardTensor result, int row)
    {
        var tokens = columns[row];
        for (var i = 0; i < values.Length; i++)
        {
            var (head, from, to) = (i / (tokens.Length * tokens.Length), i / tokens.Length % tokens.Length, i % tokens.Length);
            result.Values[(((((row * network.Config.Heads) + head) * length) + tokens[from]) * length) + tokens[to]] = values[i];
        }
    }
}
