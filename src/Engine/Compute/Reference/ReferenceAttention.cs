using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Compute.Reference;

/// <summary>Attention with all scores of a row at once, in float64.</summary>
internal static unsafe class ReferenceAttention
{
    public static void AppendKeysValues(Tensor keys, Tensor values, RaggedBatch batch, KvLayout layout, int layer)
    {
        var scratch = stackalloc byte[layout.HeadDim * sizeof(float)];
        foreach (var run in batch.Sequences)
        {
            for (var i = 0; i < run.RowCount; i++)
            {
                for (var kvHead = 0; kvHead < layout.KvHeads; kvHead++)
                {
                    var slice = kvHead * layout.HeadDim;
                    var head = new KvHead(run.Cache.Blocks, layout, layer, kvHead);
                    KvRows.WriteKey(head, run.PastLength + i, keys.FloatRow(run.FirstRow + i).Slice(slice, layout.HeadDim), scratch);
                    KvRows.WriteValue(head, run.PastLength + i, values.FloatRow(run.FirstRow + i).Slice(slice, layout.HeadDim));
                }
            }
        }
    }

    public static void Attention(
        Tensor queries, RaggedBatch batch, AttentionShape shape, KvLayout layout, int layer, float scale, Tensor output)
    {
        foreach (var run in batch.Sequences)
        {
            for (var i = 0; i < run.RowCount; i++)
            {
                for (var head = 0; head < shape.Heads; head++)
                {
                    var probabilities = Probabilities(queries, run, i, head, shape, layout, layer, scale);
                    var sums = new double[layout.HeadDim];
                    for (var token = 0; token < probabilities.Length; token++)
                    {
                        var value = Value(run, token, layout, layer, head / shape.QueriesPerKey);
                        for (var d = 0; d < sums.Length; d++)
                        {
                            sums[d] += probabilities[token] * value[d];
                        }
                    }

                    Store(sums, output.FloatRow(run.FirstRow + i)[(head * layout.HeadDim)..]);
                }
            }
        }
    }

    public static void AttentionProbabilities(
        Tensor queries, RaggedBatch batch, int sequence, AttentionShape shape, KvLayout layout, int layer, float scale, Tensor output)
    {
        var run = batch.Sequences[sequence];
        var length = run.PastLength + run.RowCount;
        for (var head = 0; head < shape.Heads; head++)
        {
            for (var i = 0; i < run.RowCount; i++)
            {
                var target = output.Floats((((long)head * run.RowCount) + i) * length, length);
                target.Clear();
                Store(Probabilities(queries, run, i, head, shape, layout, layer, scale), target);
            }
        }
    }

    public static void SpatialAttention(Tensor queries, Tensor keys, Tensor values, Tensor output)
    {
        var channels = queries.Shape[2];
        var positions = queries.Shape[0] * queries.Shape[1];
        var scores = new double[positions];
        for (var i = 0; i < positions; i++)
        {
            var query = queries.Floats((long)i * channels, channels);
            for (var j = 0; j < positions; j++)
            {
                scores[j] = Dot(query, keys.Floats((long)j * channels, channels)) / Math.Sqrt(channels);
            }

            Softmax(scores);
            var sums = new double[channels];
            for (var j = 0; j < positions; j++)
            {
                var value = values.Floats((long)j * channels, channels);
                for (var d = 0; d < channels; d++)
                {
                    sums[d] += scores[j] * value[d];
                }
            }

            Store(sums, output.Floats((long)i * channels, channels));
        }
    }

    private static double[] Probabilities(
        Tensor queries, SequenceRows run, int row, int head, AttentionShape shape, KvLayout layout, int layer, float scale)
    {
        var query = queries.FloatRow(run.FirstRow + row).Slice(head * layout.HeadDim, layout.HeadDim);
        var scores = new double[run.PastLength + row + 1];
        for (var token = 0; token < scores.Length; token++)
        {
            scores[token] = scale * Dot(query, Key(run, token, layout, layer, head / shape.QueriesPerKey));
        }

        Softmax(scores);
        return scores;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static void Softmax(double[] scores)
    {
        var largest = scores.Max();
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Exp(scores[i] - largest);
            sum += scores[i];
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= sum;
        }
    }

    private static void Store(double[] source, Span<float> target)
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = (float)source[i];
        }
    }

    private static float[] Key(SequenceRows run, int token, KvLayout layout, int layer, int kvHead)
    {
        var key = new float[layout.HeadDim];
        KvRows.ReadKey(new KvHead(run.Cache.Blocks, layout, layer, kvHead), token, key);
        return key;
    }

    private static float[] Value(SequenceRows run, int token, KvLayout layout, int layer, int kvHead)
    {
        var value = new float[layout.HeadDim];
        KvRows.ReadValue(new KvHead(run.Cache.Blocks, layout, layer, kvHead), token, value);
        return value;
    }
}
