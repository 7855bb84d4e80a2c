using System.Text;
using Chameleon.Engine.Models;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class BpeTokenizerTests
{
    private static readonly BpeTokenizer Tokenizer = PublishedTokenizer.Instance;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_text_comes_back_whole_and_streamed(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var text = RandomText(random);
            var plain = Tokenizer.Encode(text);
            var parsed = Tokenizer.Encode(text, parseSpecialTokens: true);

            Assert.Equal(text, Tokenizer.Decode(plain));
            Assert.Equal(text, Tokenizer.Decode(parsed, skipSpecialTokens: false));
            var decoder = Tokenizer.CreateStreamingDecoder(skipSpecialTokens: false);
            Assert.Equal(text, string.Concat(parsed.Select(decoder.Push)) + decoder.Flush());
        }
    }

    [Fact]
    public void Any_ids_stream_to_what_they_decode_to_at_once()
    {
        var random = new Random(4);
        for (var round = 0; round < 400; round++)
        {
            var ids = Enumerable.Range(0, random.Next(20)).Select(_ => random.Next(Tokenizer.VocabularySize)).ToArray();
            foreach (var skip in new[] { false, true })
            {
                var decoder = Tokenizer.CreateStreamingDecoder(skip);
                Assert.Equal(Tokenizer.Decode(ids, skip), string.Concat(ids.Select(decoder.Push)) + decoder.Flush());
            }
        }
    }

    [Fact]
    public void Many_threads_get_the_same_ids_as_one()
    {
        var random = new Random(5);
        var texts = Enumerable.Range(0, 64).Select(_ => RandomText(random)).ToArray();
        var alone = texts.Select(text => Tokenizer.Encode(text)).ToArray();

        Parallel.For(0, 2_000, i => Assert.Equal(alone[i % 64], Tokenizer.Encode(texts[i % 64])));
    }

    [Fact]
    public void Ids_are_appended_to_a_list()
    {
        List<int> ids = [1];
        Tokenizer.Encode("All your", ids);
        Tokenizer.Encode(" base<s>", ids, parseSpecialTokens: true);
        Assert.Equal([1, 19315, 16912, 19300, 0], ids);
    }

    [Fact]
    public void Text_known_and_new_costs_only_its_ids()
    {
        const string Text = "What do these two images have in common?";
        var ids = new List<int>(64);
        Tokenizer.Encode(Text, ids);
        ids.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Tokenizer.Encode(Text, ids);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256);
    }

    [Fact]
    public void The_seam_leaves_control_tokens_out_of_text_and_out_of_ids()
    {
        CheckSeam(Tokenizer);

        static void CheckSeam(ITokenizer seam)
        {
            Assert.Equal("All", seam.Decode([0, 19315, 2]));
            Assert.Equal("All", string.Concat(new[] { 0, 19315, 2 }.Select(seam.CreateDecoder().Push)));
            Assert.DoesNotContain(0, seam.Encode("<s>"));
        }
    }

    [Fact]
    public void Tokens_and_ids_map_both_ways()
    {
        Assert.Equal(65536, Tokenizer.VocabularySize);
        for (var id = 0; id < Tokenizer.VocabularySize; id++)
        {
            Assert.True(Tokenizer.TryGetId(Tokenizer.TokenOf(id)!, out var back) && back == id);
        }

        Assert.False(Tokenizer.TryGetId("no such token", out _));
    }

    private static string RandomText(Random random)
    {
        string[] words = ["the", " cat", "  ", "\n", "\t", "I've", " 12", "3.5", "<image>", "IMGIMGAZ", "<sentinel:3>", "é", "你好", " 😀", "\u0301", "'s", "€"];
        var text = new StringBuilder();
        for (var i = random.Next(30); i > 0; i--)
        {
            if (random.Next(2) == 0)
            {
                text.Append(words[random.Next(words.Length)]);
                continue;
            }

            int codePoint;
            do
            {
                codePoint = random.Next(4) switch { 0 => random.Next(128), 1 => random.Next(0x3000), 2 => random.Next(0x10000), _ => random.Next(0x110000) };
            }
            while (!Rune.IsValid(codePoint));
            text.Append(new Rune(codePoint));
        }

        return text.ToString();
    }
}
