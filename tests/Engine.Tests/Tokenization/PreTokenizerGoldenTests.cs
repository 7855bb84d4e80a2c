using System.Text.Json;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class PreTokenizerGoldenTests
{
    [Fact]
    public void Every_text_is_cut_into_the_reference_s_pieces()
    {
        using var document = JsonDocument.Parse(PublishedTokenizer.ReadJson());
        var preTokenizer = new PreTokenizerReader(new TokenizerJson("tokenizer.json"))
            .Read(document.RootElement.GetProperty("pre_tokenizer"));

        var cases = TokenizerCase.All.Where(item => item.Pieces is not null).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, item =>
        {
            var words = new WordList();
            preTokenizer.Split(item.WellFormedText, words);
            Assert.Equal(item.Pieces, words.Words);
        });
    }

    [Fact]
    public void Every_code_point_has_the_reference_s_classes()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("tokenizer", "unicode-classes.json")));
        var ranges = document.RootElement.GetProperty("ranges");
        var expected = new CharacterClass[0x110000];
        Mark(ranges.GetProperty("regex_L"), CharacterClass.Letter);
        Mark(ranges.GetProperty("regex_N"), CharacterClass.Number);
        Mark(ranges.GetProperty("regex_s"), CharacterClass.Space);
        Mark(ranges.GetProperty("regex_punctuation"), CharacterClass.PatternPunctuation);
        Mark(ranges.GetProperty("Digits"), CharacterClass.Digit);
        Mark(ranges.GetProperty("Punctuation"), CharacterClass.Punctuation);

        for (var codePoint = 0; codePoint < expected.Length; codePoint++)
        {
            if (CodePoints.ClassOf(codePoint) != expected[codePoint])
            {
                Assert.Fail($"U+{codePoint:X4} is {CodePoints.ClassOf(codePoint)}, expected {expected[codePoint]}.");
            }
        }

        void Mark(JsonElement runs, CharacterClass characterClass)
        {
            foreach (var run in runs.EnumerateArray())
            {
                for (var codePoint = run[0].GetInt32(); codePoint <= run[1].GetInt32(); codePoint++)
                {
                    expected[codePoint] |= characterClass;
                }
            }
        }
    }

    private sealed class WordList : IWordSink
    {
        public List<string> Words { get; } = [];

        public void Add(ReadOnlySpan<char> word) => Words.Add(word.ToString());
    }
}
