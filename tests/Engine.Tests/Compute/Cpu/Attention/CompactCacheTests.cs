using Chameleon.Engine.Compute;
using static Chameleon.Engine.Tests.Compute.EveryDevice;

namespace Chameleon.Engine.Tests.Compute.Cpu.Attention;

/// <summary>Keys and values that are cached in fewer bits.</summary>
public sealed class CompactCacheTests
{
    public static TheoryData<KvElement> Forms => [KvElement.Float16, KvElement.BFloat16, KvElement.Int8];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Passes_of_all_kinds_agree_with_plain_loops_over_the_same_cache(KvElement form)
    {
        var layout = new KvLayout(2, 2, 40, 20, form);
        SequenceData[] data = [.. new[] { 150, 40, 1 }.Select((tokens, i) => new SequenceData(10 * i, tokens, 4, layout))];
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, 4, layout);
            rig.Pass((data[0], 148), (data[1], 30));
            return rig.Pass((data[0], 2), (data[1], 10), (data[2], 1));
        });
        Agrees(device =>
        {
            using var rig = new AttentionRig(device, 4, layout);
            return rig.Probabilities(0, (data[1], 40));
        });
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_prompt_in_chunks_equals_the_whole_bit_by_bit(KvElement form)
    {
        const int Tokens = 140;
        var layout = new KvLayout(1, 2, 24, 16, form);
        var data = new SequenceData(3, Tokens, 2, layout);
        OnEveryCpu(device =>
        {
            using var whole = new AttentionRig(device, 2, layout);
            var expected = whole.Pass((data, Tokens));
            foreach (var cut in (int[][])[[64, 76], [1, 139], [.. Enumerable.Repeat(1, Tokens)]])
            {
                using var rig = new AttentionRig(device, 2, layout);
                float[] actual = [.. cut.SelectMany(rows => rig.Pass((data, rows)))];
                AssertSameBits(expected, actual, $"{device.Name} cut {string.Join(' ', cut.Take(5))}");
            }

            return expected;
        });
    }

    [Theory]
    [InlineData(KvElement.Float16, 1e-3)]
    [InlineData(KvElement.BFloat16, 1e-2)]
    [InlineData(KvElement.Int8, 3e-2)]
    public void What_is_lost_is_little(KvElement form, double allowed)
    {
        var exact = new KvLayout(1, 2, 64, 16);
        var data = new SequenceData(5, 100, 2, exact);
        using var device = new Engine.Compute.Cpu.CpuDevice();
        using var first = new AttentionRig(device, 2, exact);
        using var second = new AttentionRig(device, 2, exact with { Element = form });
        var (expected, actual) = (first.Pass((data, 100)), second.Pass((data, 100)));
        AssertClose(expected, actual, allowed);
        Assert.NotEqual(expected, actual);
    }

    [Theory]
    [InlineData(KvElement.Float32, 512)]
    [InlineData(KvElement.Float16, 256)]
    [InlineData(KvElement.BFloat16, 256)]
    [InlineData(KvElement.Int8, 132)]
    public void A_layout_tells_its_bytes(KvElement form, int rowBytes)
    {
        var layout = new KvLayout(3, 2, 128, 32, form);
        Assert.Equal(rowBytes, layout.RowBytes);
        Assert.Equal(3L * 2 * 2 * 32 * rowBytes, layout.BlockBytes);
        using var device = new Engine.Compute.Cpu.CpuDevice();
        using var block = device.Allocate(layout.BlockType, layout.BlockShape);
        Assert.Equal(layout.BlockBytes, device.AllocatedBytes);
    }

    [Fact]
    public void A_block_of_another_form_is_refused()
    {
        var layout = new KvLayout(1, 1, 8, 4, KvElement.Int8);
        using var device = new Engine.Compute.Cpu.CpuDevice();
        using var block = device.Allocate(Engine.Tensors.DType.F32, new KvLayout(1, 1, 8, 4).BlockShape);
        using var rows = device.Allocate(Engine.Tensors.DType.F32, 1, 8);
        var cache = new KvSequence();
        cache.Blocks.Add(block);
        var batch = new RaggedBatch();
        batch.Add(cache, 1);
        var error = Assert.Throws<ArgumentException>(() => device.AppendKeysValues(rows, rows, batch, layout, 0));
        Assert.Contains("Int8", error.Message);
    }
}
