using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Cpu;
using static Chameleon.Engine.Tests.Compute.EveryDevice;

namespace Chameleon.Engine.Tests.Compute.Cpu.Attention;

/// <summary>Attention over a cache of every form has the bits of plain loops, however a sequence is cut.</summary>
public sealed class AttentionLawTests
{
    public static TheoryData<KvElement, int, int, int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<KvElement, int, int, int, int, int>();
            foreach (var form in Enum.GetValues<KvElement>())
            {
                data.Add(form, 2, 2, 64, 32, 17);
                data.Add(form, 2, 1, 128, 32, 144);
                data.Add(form, 3, 3, 5, 16, 129);
                data.Add(form, 4, 2, 72, 48, 257);
                data.Add(form, 2, 2, 40, 20, 130);
                data.Add(form, 1, 1, 33, 128, 127);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_one_by_one_and_all_at_once_have_the_bits_of_plain_loops(
        KvElement form, int heads, int kvHeads, int headDim, int blockTokens, int tokens)
    {
        var layout = new KvLayout(2, kvHeads, headDim, blockTokens, form);
        var data = new SequenceData(21, tokens, heads, layout);
        var expected = PlainAttention.Rows(data, heads, layout);
        OnEveryCpu(device =>
        {
            using var whole = new AttentionRig(device, heads, layout);
            AssertSameBits(expected, whole.Pass((data, tokens)), $"{device.Name}, at once");
            using var rig = new AttentionRig(device, heads, layout);
            rig.Pass((data, tokens - 3));
            float[] last = [.. rig.Pass((data, 1)), .. rig.Pass((data, 1)), .. rig.Pass((data, 1))];
            AssertSameBits(expected[^last.Length..], last, $"{device.Name}, the last three one by one");
            return last;
        });
    }

    /// <summary>Where tiles of 16, groups of four tiles and stretches of 128 begin and end.</summary>
    [Theory]
    [InlineData(KvElement.Float32)]
    [InlineData(KvElement.Float16)]
    [InlineData(KvElement.BFloat16)]
    [InlineData(KvElement.Int8)]
    public void Decoding_token_by_token_has_the_bits_of_plain_loops_at_every_length(KvElement form)
    {
        const int Tokens = 270;
        var layout = new KvLayout(1, 2, 64, 32, form);
        var data = new SequenceData(22, Tokens, 2, layout);
        var expected = PlainAttention.Rows(data, 2, layout);
        foreach (var instructions in new[] { CpuInstructions.Portable, CpuInstructions.Avx2 })
        {
            using var device = new CpuDevice(new CpuOptions { Instructions = instructions, Threads = 1 });
            using var rig = new AttentionRig(device, 2, layout);
            float[] actual = [.. Enumerable.Range(0, Tokens).SelectMany(_ => rig.Pass((data, 1)))];
            AssertSameBits(expected, actual, device.Name);
        }
    }

    [Fact]
    public void Random_sequences_cut_at_random_keep_their_bits()
    {
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var form = (KvElement)random.Next(4);
            var kvHeads = random.Next(1, 4);
            var heads = kvHeads * random.Next(1, 4);
            var layout = new KvLayout(1, kvHeads, random.Next(1, 90), random.Next(3) == 0 ? random.Next(1, 70) : 16 * random.Next(1, 9), form);
            var data = new SequenceData(100 + round, random.Next(1, 300), heads, layout);
            var other = new SequenceData(200 + round, data.Tokens, heads, layout);
            var instructions = (CpuInstructions)random.Next(Enum.GetValues<CpuInstructions>().Length);
            using var device = new CpuDevice(new CpuOptions { Instructions = instructions, Threads = random.Next(1, 4) });
            using var rig = new AttentionRig(device, heads, layout);
            var actual = new List<float>();
            while (actual.Count < data.Queries.Length)
            {
                var left = data.Tokens - rig.Cache(data).Length;
                var rows = Math.Min(left, random.Next(3) == 0 ? random.Next(1, 100) : random.Next(1, 8));
                var width = heads * layout.HeadDim;
                actual.AddRange(random.Next(2) == 0 ? rig.Pass((data, rows)) : rig.Pass((other, rows), (data, rows))[(rows * width)..]);
                rig.Cache(other).Length = rig.Cache(data).Length;
            }

            AssertSameBits(PlainAttention.Rows(data, heads, layout), [.. actual], $"round {round}, {layout}, {device.Name}");
        }
    }
}
