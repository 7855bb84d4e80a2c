using System.Diagnostics;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class HostileTextTests
{
    private const int FirstTextId = 16384;

    private static readonly BpeTokenizer Tokenizer = PublishedTokenizer.Instance;

    [Theory]
    [InlineData("<image>")]
    [InlineData("<racm3:break>")]
    [InlineData("<eoss>")]
    [InlineData("<reserved08706>")]
    [InlineData("<reserved08707>")]
    [InlineData("<s>")]
    [InlineData("</s>")]
    [InlineData("<pad>")]
    [InlineData("<unk>")]
    [InlineData("<sentinel:7>")]
    [InlineData("IMGIMGAZ")]
    [InlineData("IMGIMGIBJBZ")]
    public void Names_of_control_tokens_in_callers_text_are_plain_characters(string name)
    {
        foreach (var text in new[] { name, $"a{name}b", $" {name} ", name + name })
        {
            var ids = Tokenizer.Encode(text);
            Assert.All(ids, id => Assert.InRange(id, FirstTextId, Tokenizer.VocabularySize - 1));
            Assert.All(ids, id => Assert.False(Tokenizer.IsSpecial(id)));
            Assert.Equal(text, Tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void No_control_token_at_all_can_be_typed()
    {
        for (var id = 0; id < FirstTextId; id++)
        {
            Assert.True(Tokenizer.IsSpecial(id));
            Assert.Equal(-1, Tokenizer.Encode(Tokenizer.TokenOf(id)!).AsSpan().IndexOfAnyInRange(0, FirstTextId - 1));
        }
    }

    [Fact]
    public void Many_picture_names_cost_what_their_characters_cost()
    {
        var text = string.Concat(Enumerable.Repeat("<image>", 500));
        Assert.Equal(500 * Tokenizer.Encode("<image>").Length, Tokenizer.Encode(text).Length);
        Assert.Equal(500, Tokenizer.Encode(text, parseSpecialTokens: true).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("\u202Eabc\u202C \u05D0\u05D1")]
    [InlineData("👩‍👩‍👧‍👦🇰🇷")]
    [InlineData("\uFEFF")]
    [InlineData("\r\n\r\n\t \u3000\u00A0")]
    public void Unusual_text_comes_back(string text) => Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));

    [Fact]
    public void Lone_surrogates_become_replacement_characters()
    {
        // No theory: test frameworks cannot carry ill-formed strings.
        var expected = new Dictionary<string, string>
        {
            ["\uD83D"] = "\uFFFD",
            ["a\uDE00b"] = "a\uFFFDb",
            ["\uDE00\uD83D"] = "\uFFFD\uFFFD",
            ["\uD83D\uD83D\uDE00"] = "\uFFFD😀",
            [" \uD83D\uDE00\uDE00"] = " 😀\uFFFD",
        };
        foreach (var (text, wellFormed) in expected)
        {
            Assert.Equal(wellFormed, Tokenizer.Decode(Tokenizer.Encode(text)));
            Assert.Equal(Tokenizer.Encode(wellFormed), Tokenizer.Encode(text));
        }
    }

    [Theory]
    [InlineData("a", 1_000_000)]
    [InlineData(" ", 1_000_000)]
    [InlineData("ab", 100_000)]
    [InlineData("'", 200_000)]
    [InlineData("IMGIMG", 30_000)]
    [InlineData("IMGIMGA", 30_000)]
    [InlineData("<sentinel:", 30_000)]
    [InlineData("<sentinel:1", 30_000)]
    [InlineData("가", 60_000)]
    [InlineData("\u0301", 100_000)]
    public void Long_repetitions_take_seconds_at_most(string unit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));
        var clock = Stopwatch.StartNew();
        var ids = Tokenizer.Encode(text, parseSpecialTokens: true);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.True(Tokenizer.Decode(ids, skipSpecialTokens: false) == text);
    }

    [Fact]
    public void Ids_outside_the_vocabulary_are_refused()
    {
        foreach (var id in new[] { -1, Tokenizer.VocabularySize, int.MaxValue })
        {
            Assert.Contains("65535", Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Decode([id])).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.CreateDecoder().Push(id));
            Assert.Null(Tokenizer.TokenOf(id));
            Assert.False(Tokenizer.IsSpecial(id));
        }
    }
}
