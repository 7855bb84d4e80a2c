using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class ChameleonDecoderTests
{
    [Theory]
    [MemberData(nameof(ChameleonVariant.All), MemberType = typeof(ChameleonVariant))]
    public void Prefill_in_chunks_equals_the_whole_to_the_last_bit(string variant, string device)
    {
        using var golden = ChameleonVariant.Open(variant, device);
        var ids = Prompt(golden);
        var whole = LastLogits(golden, ids, ids.Length);
        foreach (var chunk in (int[])[1, 7, 32, 50])
        {
            Assert.Equal(whole, LastLogits(golden, ids, chunk));
        }
    }

    [Theory]
    [MemberData(nameof(ChameleonVariant.All), MemberType = typeof(ChameleonVariant))]
    public void Sequences_of_any_stage_in_one_pass_equal_themselves_alone(string variant, string device)
    {
        using var golden = ChameleonVariant.Open(variant, device);
        var decoder = golden.Network.Decoder;
        var ids = Prompt(golden);
        int[][] prompts = [ids, ids[..9], ids[..1], ids[5..]];
        var alone = prompts.Select(prompt => LastLogits(golden, prompt, prompt.Length)).ToArray();

        var caches = prompts.Select(_ => new TestCache(golden.Device, decoder)).ToArray();
        caches[0].Run(new DecoderBatch(), ids.AsSpan(0, ids.Length - 1));
        var batch = new DecoderBatch();
        for (var i = 0; i < prompts.Length; i++)
        {
            caches[i].Reserve(prompts[i].Length);
            batch.Add(caches[i].Sequence, prompts[i].AsSpan(caches[i].Sequence.Length), wantLogits: true);
        }

        decoder.Forward(batch);
        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(alone[i], batch.Logits(i, decoder.VocabularySize).ToArray());
            Assert.Equal(prompts[i].Length, caches[i].Sequence.Length);
            caches[i].Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(ChameleonVariant.All), MemberType = typeof(ChameleonVariant))]
    public void Rows_whose_logits_nobody_wants_change_nothing(string variant, string device)
    {
        using var golden = ChameleonVariant.Open(variant, device);
        var (decoder, ids) = (golden.Network.Decoder, Prompt(golden));
        var all = golden.Network.Forward(new ForwardRequest { Ids = Row(ids), RawLogits = true }).Logits.Values; // [1, ids, vocabulary]
        using var cache = new TestCache(golden.Device, decoder);
        cache.Reserve(ids.Length);
        var batch = new DecoderBatch();
        batch.Add(cache.Sequence, ids.AsSpan(0, 4), wantLogits: false);
        decoder.Forward(batch);
        batch.Clear();
        batch.Add(cache.Sequence, ids.AsSpan(4), wantLogits: false);
        int[] wanted = [1, ids.Length - 6];
        Array.ForEach(wanted, row => batch.WantLogits(row));
        decoder.Forward(batch);

        for (var i = 0; i < wanted.Length; i++)
        {
            Assert.Equal(all.AsSpan((4 + wanted[i]) * decoder.VocabularySize, decoder.VocabularySize), batch.Logits(i, decoder.VocabularySize));
        }
    }

    [Fact]
    public void Embeddings_in_place_of_ids_give_the_same()
    {
        using var golden = ChameleonVariant.Open("plain");
        var ids = Prompt(golden);
        var request = new ForwardRequest { Ids = Row(ids), HiddenStates = true };
        var byIds = golden.Network.Forward(request);
        var embeddings = new float[1, ids.Length, golden.Network.Decoder.HiddenSize];
        Buffer.BlockCopy(byIds.HiddenStates![0].Values, 0, embeddings, 0, embeddings.Length * sizeof(float));
        Assert.Equal(byIds.Logits.Values, golden.Network.Forward(new ForwardRequest { Embeddings = embeddings }).Logits.Values);
    }

    [Fact]
    public void Ids_and_embeddings_mix_in_one_pass()
    {
        using var golden = ChameleonVariant.Open("plain");
        var (decoder, ids) = (golden.Network.Decoder, Prompt(golden));
        var hidden = golden.Network.Forward(new ForwardRequest { Ids = Row(ids), HiddenStates = true }).HiddenStates![0].Values;
        using var first = new TestCache(golden.Device, decoder);
        using var second = new TestCache(golden.Device, decoder);
        first.Reserve(ids.Length);
        second.Reserve(ids.Length);
        var batch = new DecoderBatch();
        batch.AddEmbeddings(first.Sequence, hidden, ids.Length, wantLogits: true);
        batch.Add(second.Sequence, ids, wantLogits: true);
        decoder.Forward(batch);
        Assert.Equal(batch.Logits(1, decoder.VocabularySize).ToArray(), batch.Logits(0, decoder.VocabularySize).ToArray());
    }

    [Fact]
    public void A_cancelled_pass_leaves_the_caches_as_they_were()
    {
        using var golden = ChameleonVariant.Open("plain");
        var (decoder, ids) = (golden.Network.Decoder, Prompt(golden));
        using var cache = new TestCache(golden.Device, decoder);
        var batch = new DecoderBatch();
        cache.Run(batch, ids.AsSpan(0, 5));
        cache.Reserve(ids.Length);
        batch.Clear();
        batch.Add(cache.Sequence, ids.AsSpan(5), wantLogits: true);
        Assert.Throws<OperationCanceledException>(() => decoder.Forward(batch, new CancellationToken(canceled: true)));
        Assert.Equal(5, cache.Sequence.Length);
        decoder.Forward(batch);
        Assert.Equal(LastLogits(golden, ids, ids.Length), batch.Logits(0, decoder.VocabularySize).ToArray());
    }

    [Fact]
    public void A_cancellation_takes_effect_between_two_layers()
    {
        using var golden = ChameleonVariant.Open("swin-gqa");
        using var cancellation = new CancellationTokenSource();
        using var cache = new TestCache(golden.Device, golden.Network.Decoder);
        cache.Reserve(1);
        var batch = new DecoderBatch();
        batch.Add(cache.Sequence, [0], wantLogits: true);
        var probe = new CancellingProbe(cancellation, layer: 1);
        Assert.Throws<OperationCanceledException>(() => golden.Network.Decoder.Forward(batch, probe, ropeLength: null, cancellation.Token));
        Assert.Equal(1, probe.LastLayer);
        Assert.Equal(0, cache.Sequence.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(328)]
    [InlineData(int.MaxValue)]
    public void An_id_outside_the_vocabulary_is_refused_before_anything_runs(int id)
    {
        using var golden = ChameleonVariant.Open("plain");
        using var cache = new TestCache(golden.Device, golden.Network.Decoder);
        var error = Assert.Throws<ArgumentException>(() => { cache.Run(new DecoderBatch(), [0, id]); });
        Assert.Contains($"Id {id}", error.Message, StringComparison.Ordinal);
        Assert.Contains("328", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, cache.Sequence.Length);
    }

    [Fact]
    public void A_decoded_token_allocates_nothing()
    {
        using var golden = ChameleonVariant.Open("plain", "cpu");
        using var cache = new TestCache(golden.Device, golden.Network.Decoder);
        cache.Reserve(64);
        var batch = new DecoderBatch();
        int[] id = [5];
        for (var i = 0; i < 4; i++)
        {
            Step();
        }

        var (managed, device) = (GC.GetAllocatedBytesForCurrentThread(), golden.Device.AllocatedBytes);
        for (var i = 0; i < 20; i++)
        {
            Step();
        }

        Assert.Equal(managed, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(device, golden.Device.AllocatedBytes);

        void Step()
        {
            batch.Clear();
            batch.Add(cache.Sequence, id, wantLogits: true);
            golden.Network.Decoder.Forward(batch);
        }
    }

    [Fact]
    public void Dynamic_scaling_refuses_to_extend_past_the_trained_length()
    {
        using var golden = ChameleonVariant.Open("rope-dynamic");
        var decoder = golden.Network.Decoder;
        Assert.True(decoder.CanExtend(10, 48));
        Assert.True(decoder.CanExtend(0, 100));
        Assert.False(decoder.CanExtend(48, 49));
        Assert.False(decoder.CanExtend(60, 61));
        Assert.Equal(48 * 3, decoder.MaxPositions);

        using var cache = new TestCache(golden.Device, decoder);
        cache.Run(new DecoderBatch(), new int[48]);
        var error = Assert.Throws<InvalidOperationException>(() => { cache.Run(new DecoderBatch(), [0]); });
        Assert.Contains("48 cached tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamic_scaling_leaves_rows_of_a_batch_their_own_base()
    {
        using var golden = ChameleonVariant.Open("rope-dynamic");
        var batch = golden.Batch() with { RopeLength = null, Labels = null, RawLogits = true };
        var together = golden.Network.Forward(batch).Logits;
        var (length, vocabulary) = (together.Shape[1], together.Shape[2]);
        var second = Enumerable.Range(0, length).Where(column => batch.AttentionMask![1, column] != 0).ToArray();
        var alone = golden.Network.Forward(new ForwardRequest
        {
            Ids = Row([.. second.Select(column => batch.Ids![1, column])]),
            Pictures = [batch.Pictures![^1]],
            RawLogits = true,
        });
        Assert.Equal(together.Values[((length + second[0]) * vocabulary)..], alone.Logits.Values);
    }

    [Fact]
    public void Scaling_stretches_the_context()
    {
        using var linear = ChameleonVariant.Open("rope-linear");
        using var plain = ChameleonVariant.Open("plain");
        Assert.Equal(1280, linear.Network.Decoder.MaxPositions);
        Assert.Equal(512, plain.Network.Decoder.MaxPositions);
        Assert.True(linear.Network.Decoder.CanExtend(600, 1200));
    }

    /// <summary>A prompt with a picture, short enough for every variant to extend.</summary>
    private static int[] Prompt(ChameleonVariant golden) =>
        golden.Expected.Ints("input_ids_filled")[..Math.Min(golden.Network.Config.MaxPositionEmbeddings, 120)];

    private static float[] LastLogits(ChameleonVariant golden, int[] ids, int chunk)
    {
        using var cache = new TestCache(golden.Device, golden.Network.Decoder);
        var batch = new DecoderBatch();
        for (var done = 0; done < ids.Length - chunk; done += chunk)
        {
            cache.Run(batch, ids.AsSpan(done, chunk));
        }

        return cache.Run(batch, ids.AsSpan(cache.Sequence.Length)).ToArray();
    }

    private static int[,] Row(int[] ids)
    {
        var row = new int[1, ids.Length];
        Buffer.BlockCopy(ids, 0, row, 0, ids.Length * sizeof(int));
        return row;
    }

    private sealed class CancellingProbe(CancellationTokenSource cancellation, int layer) : Engine.Models.Chameleon.IDecoderProbe
    {
        public int LastLayer { get; private set; } = -1;

        public void Hidden(int index, Engine.Tensors.Tensor hidden)
        {
        }

        public void Attention(int index, Engine.Tensors.Tensor queries, RaggedBatch rows)
        {
            LastLayer = index;
            if (index == layer)
            {
                cancellation.Cancel();
            }
        }
    }
}
