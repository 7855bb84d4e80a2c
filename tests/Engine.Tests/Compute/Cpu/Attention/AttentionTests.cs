using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using static Chameleon.Engine.Tests.Compute.EveryDevice;

namespace Chameleon.Engine.Tests.Compute.Cpu.Attention;

public sealed class AttentionTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 2, 6, 4, 9)]
    [InlineData(4, 2, 16, 16, 70)]
    [InlineData(6, 2, 33, 7, 130)]
    [InlineData(8, 1, 128, 64, 65)]
    [InlineData(3, 3, 64, 100, 200)]
    public void A_prompt_in_one_pass_agrees(int heads, int kvHeads, int headDim, int blockTokens, int tokens)
    {
        var layout = new KvLayout(2, kvHeads, headDim, blockTokens);
        var data = new SequenceData(1, tokens, heads, layout);
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, heads, layout);
            return rig.Pass((data, tokens));
        });
    }

    [Theory]
    [InlineData(4, 4, 64)]
    [InlineData(8, 2, 24)]
    public void Sequences_of_many_lengths_in_one_pass_agree(int heads, int kvHeads, int headDim)
    {
        var layout = new KvLayout(1, kvHeads, headDim, 16);
        SequenceData[] data = [.. new[] { 1, 40, 100, 129, 300, 64 }.Select((tokens, i) => new SequenceData(10 * i, tokens, heads, layout))];
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, heads, layout);
            rig.Pass((data[1], 39), (data[2], 64), (data[4], 297));
            return rig.Pass((data[0], 1), (data[1], 1), (data[2], 36), (data[3], 129), (data[4], 3), (data[5], 0));
        });
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    public void A_prompt_in_chunks_equals_the_whole_bit_by_bit(int heads, int kvHeads)
    {
        const int Tokens = 150;
        var layout = new KvLayout(1, kvHeads, 40, 16);
        var data = new SequenceData(3, Tokens, heads, layout);
        OnEveryCpu(device =>
        {
            using var whole = new AttentionRig(device, heads, layout);
            var expected = whole.Pass((data, Tokens));
            int[][] cuts = [[64, 86], [1, 149], [7, 50, 63, 30], [.. Enumerable.Repeat(1, Tokens)], [.. Enumerable.Repeat(2, Tokens / 2)]];
            foreach (var cut in cuts)
            {
                using var rig = new AttentionRig(device, heads, layout);
                float[] actual = [.. cut.SelectMany(rows => rig.Pass((data, rows)))];
                AssertSameBits(expected, actual, $"{device.Name} cut {string.Join(' ', cut.Take(5))}");
            }

            return expected;
        });
    }

    [Fact]
    public void A_sequence_alone_equals_itself_in_a_batch_bit_by_bit()
    {
        var layout = new KvLayout(1, 2, 48, 16);
        var data = new SequenceData(4, 90, 4, layout);
        var other = new SequenceData(5, 200, 4, layout);
        OnEveryCpu(device =>
        {
            using var alone = new AttentionRig(device, 4, layout);
            using var together = new AttentionRig(device, 4, layout);
            var expected = alone.Pass((data, 90));
            var actual = together.Pass((other, 200), (data, 90));
            AssertSameBits(expected, actual[(200 * 4 * 48)..], device.Name);
            return expected;
        });
    }

    [Fact]
    public void The_size_of_a_cache_block_does_not_show()
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 2 });
        float[]? expected = null;
        foreach (var blockTokens in new[] { 1, 5, 16, 48, 64, 128, 500 })
        {
            var layout = new KvLayout(1, 2, 32, blockTokens);
            var data = new SequenceData(6, 170, 2, layout);
            using var rig = new AttentionRig(device, 2, layout);
            float[] actual = [.. rig.Pass((data, 165)), .. rig.Pass((data, 1)), .. rig.Pass((data, 4))];
            expected ??= actual;
            AssertSameBits(expected, actual, $"blocks of {blockTokens}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Scores_of_ten_thousand_stay_finite(int rows)
    {
        var layout = new KvLayout(1, 1, 64, 16);
        var data = new SequenceData(7, 100, 2, layout, scale: 40);
        Assert.True(data.Queries.Zip(data.Keys).Max(pair => Math.Abs(pair.First * pair.Second)) * 8 > 1e4);
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, 2, layout);
            rig.Pass((data, 100 - rows));
            var output = rig.Pass((data, rows));
            Assert.All(output, value => Assert.True(float.IsFinite(value)));
            return output;
        }, tolerance: 2e-3); // scores of 1e4 have an absolute rounding error of 1e-3
    }

    [Theory]
    [InlineData(2, 2, 16, 1, 5)]
    [InlineData(4, 2, 30, 70, 3)]
    [InlineData(6, 3, 64, 0, 90)]
    public void Probabilities_agree_and_add_up_to_one(int heads, int kvHeads, int headDim, int past, int rows)
    {
        var layout = new KvLayout(2, kvHeads, headDim, 16);
        var data = new SequenceData(8, past + rows, heads, layout);
        var other = new SequenceData(9, 10, heads, layout);
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, heads, layout);
            rig.Pass((data, past));
            var probabilities = rig.Probabilities(1, (other, 10), (data, rows));
            var tokens = past + rows;
            for (var i = 0; i < heads * rows; i++)
            {
                var row = probabilities.AsSpan(i * tokens, tokens);
                Assert.Equal(1, row.ToArray().Sum(), 1e-5);
                Assert.Equal(-1, row[(past + (i % rows) + 1)..].IndexOfAnyExcept(0f));
            }

            return probabilities;
        });
    }

    [Fact]
    public void A_batch_without_rows_is_nothing_to_do() => OnEveryCpu(device =>
    {
        using var rig = new AttentionRig(device, 2, new KvLayout(1, 1, 8, 4));
        return rig.Pass();
    });

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 3, 7)]
    [InlineData(3, 5, 7)]
    [InlineData(8, 16, 32)]
    [InlineData(13, 11, 96)]
    public void Spatial_attention_agrees(int height, int width, int channels) => Agrees(device =>
    {
        var count = height * width * channels;
        using var queries = device.Tensor(Random(10, count), height, width, channels);
        using var keys = device.Tensor(Random(11, count), height, width, channels);
        using var values = device.Tensor(Random(12, count), height, width, channels);
        using var output = device.Tensor(new float[count], height, width, channels);
        device.SpatialAttention(queries, keys, values, output);
        return device.Values(output);
    });

    [Fact]
    public void Keys_and_values_are_put_where_the_reference_puts_them()
    {
        var layout = new KvLayout(3, 2, 5, 4);
        var data = new SequenceData(13, 11, 2, layout);
        var other = new SequenceData(14, 6, 2, layout);
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, 2, layout);
            rig.Pass((data, 3));
            rig.Pass((other, 6), (data, 8));
            return [.. rig.Cache(data).Blocks.Concat(rig.Cache(other).Blocks)
                .SelectMany(block => device.Values(block)).Select(value => float.IsNaN(value) ? -1000 : value)];
        }, tolerance: 0);
    }

    [Theory]
    [InlineData(KvElement.Float32)]
    [InlineData(KvElement.Float16)]
    [InlineData(KvElement.BFloat16)]
    [InlineData(KvElement.Int8)]
    public void A_decoding_pass_allocates_nothing(KvElement form)
    {
        using var device = new CpuDevice(new CpuOptions { Threads = 1 });
        var layout = new KvLayout(1, 2, 64, 16, form);
        var data = new SequenceData(15, 80, 4, layout);
        using var rig = new AttentionRig(device, 4, layout);
        rig.Pass((data, 79));
        rig.Pass((data, 1));
        rig.Batch.Clear();
        rig.Cache(data).Length = 79;
        rig.Batch.Add(rig.Cache(data), 1);
        using var queries = device.Tensor(Random(1, 256), 1, 256);
        using var keys = device.Tensor(Random(2, 128), 1, 128);
        using var norm = device.Tensor(Random(3, 256), 256);
        long spent = 0;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            device.AppendKeysValues(keys, keys, rig.Batch, layout, 0);
            device.Attention(queries, rig.Batch, layout, 0, 0.1f, queries);
            device.RmsNorm(queries, norm, 1e-5f, queries);
            device.Gate(queries, queries, Activation.Silu, queries);
            device.Add(queries, queries);
            spent = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, spent);
    }
}
