using System.Text.RegularExpressions;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

/// <summary>The scanners against .NET's regular expressions, on text where both know the same classes.</summary>
public partial class SplitRuleTests
{
    private const string Alphabet = "aZ9 \t\n\r'stverlmd.<>:IMGABZ_\u00E9\u4F60";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sentinels_are_found_where_the_pattern_finds_them(int seed) => Compare(
        Sentinel(), new BracketRule("<sentinel:", '0', '9', int.MaxValue, '>'), seed, ["<sentinel:", ">", "7", "12", "a"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Picture_names_are_found_where_the_pattern_finds_them(int seed) => Compare(
        PictureName(), new BracketRule("IMGIMG", 'A', 'I', 4, 'Z'), seed, ["IMG", "IMGIMG", "A", "I", "Z", "J", "BCD"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Blanks_are_found_where_the_pattern_finds_them(int seed) =>
        Compare(Blanks(), new BlankRule(), seed, [" ", "  ", "   ", "\t", "\n", "\r", "x"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Words_are_cut_where_the_pattern_cuts_them(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var expected = Words().Matches(text).Select(match => match.Value);
            Assert.Equal(expected, Cut(text));
        }
    }

    [Fact]
    public void A_class_is_found_on_code_points_not_on_units()
    {
        var rule = new ClassRule(CharacterClass.Letter);
        Assert.True(rule.Find("😀𠀀", out var start, out var length));
        Assert.Equal((2, 2), (start, length));
        Assert.False(rule.Find("😀\uD840", out _, out _));
        Assert.False(rule.Find("", out _, out _));
    }

    private static IEnumerable<string> Cut(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = WordRule.LengthOfFirst(text.AsSpan(start));
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static void Compare(Regex pattern, ISplitRule rule, int seed, string[] parts)
    {
        var random = new Random(seed);
        var found = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            var match = pattern.Match(text);
            Assert.Equal(match.Success, rule.Find(text, out var start, out var length));
            if (match.Success)
            {
                found++;
                Assert.Equal((match.Index, match.Length), (start, length));
            }
        }

        Assert.InRange(found, 50, 1_999);
    }

    [GeneratedRegex("<sentinel:[0-9]+>")]
    private static partial Regex Sentinel();

    [GeneratedRegex("(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z")]
    private static partial Regex PictureName();

    [GeneratedRegex(@"([\t\n]|    |  )")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
