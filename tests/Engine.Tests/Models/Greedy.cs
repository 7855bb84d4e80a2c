using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Models;

/// <summary>Greedy continuation straight on a decoder, with a cache where the decoder can extend it.</summary>
internal static class Greedy
{
    public static int[] Continue(IComputeDevice device, IDecoder decoder, int[] prompt, int count, Action<Span<float>>? change = null, Func<int, bool>? stop = null)
    {
        using var cache = new TestCache(device, decoder);
        var (batch, answer, sequence) = (new DecoderBatch(), new List<int>(), prompt.ToList());
        while (answer.Count < count)
        {
            if (!decoder.CanExtend(cache.Sequence.Length, sequence.Count))
            {
                cache.Sequence.Length = 0;
            }

            var logits = cache.Run(batch, [.. sequence.Skip(cache.Sequence.Length)]);
            change?.Invoke(logits);
            var next = IndexOfMax(logits);
            answer.Add(next);
            sequence.Add(next);
            if (stop?.Invoke(next) ?? false)
            {
                break;
            }
        }

        return [.. answer];
    }

    public static int IndexOfMax(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }
}

/// <summary>One sequence's cache, grown as needed.</summary>
internal sealed class TestCache(IComputeDevice device, IDecoder decoder) : IDisposable
{
    public KvSequence Sequence { get; } = new();

    public void Reserve(int tokens)
    {
        while (Sequence.Blocks.Count < decoder.KvLayout.BlocksFor(tokens))
        {
            Sequence.Blocks.Add(device.Allocate(decoder.KvLayout.BlockType, decoder.KvLayout.BlockShape));
        }
    }

    /// <summary>Runs ids that continue the sequence; logits of the last one.</summary>
    public Span<float> Run(DecoderBatch batch, ReadOnlySpan<int> ids)
    {
        Reserve(Sequence.Length + ids.Length);
        batch.Clear();
        var index = batch.Add(Sequence, ids, wantLogits: true);
        decoder.Forward(batch);
        return batch.Logits(index, decoder.VocabularySize);
    }

    public void Dispose() => Sequence.Blocks.ForEach(block => block.Dispose());
}
