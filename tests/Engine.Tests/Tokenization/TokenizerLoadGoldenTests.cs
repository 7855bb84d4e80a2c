using System.Text.Json;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class TokenizerLoadGoldenTests
{
    public static TheoryData<string> Variants => new(Golden.Index("chameleon").GetProperty("variants").EnumerateArray()
        .Select(variant => variant.GetProperty("variant").GetString()!));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_checkpoint_s_tokenizer_is_read_and_fits_its_config(string variant)
    {
        var tokenizer = BpeTokenizer.Load(Golden.Path("chameleon", variant, "tokenizer.json"));
        using var config = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("chameleon", variant, "config.json")));

        Assert.Equal(config.RootElement.GetProperty("vocab_size").GetInt32(), tokenizer.VocabularySize);
        Assert.Equal(0, tokenizer.BeginOfSequence);
        Assert.Equal("A heart, é 你!", tokenizer.Decode(tokenizer.Encode("A heart, é 你!")));
        var vocabulary = config.RootElement.GetProperty("vocabulary_map");
        Assert.All(vocabulary.EnumerateObject(), token =>
        {
            Assert.True(tokenizer.TryGetId(token.Name, out var id));
            Assert.Equal(token.Value.GetInt32(), id);
        });
    }

    [Fact]
    public void The_demo_model_s_questions_give_the_reference_s_ids()
    {
        var cases = Golden.Index("demo").GetProperty("cases").EnumerateArray()
            .Where(item => item.GetProperty("kind").GetString() == "ask").ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, item =>
        {
            var prompt = item.GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt32()).ToArray().AsSpan();
            foreach (var part in item.GetProperty("parts").EnumerateArray())
            {
                if (part.TryGetProperty("text", out var text))
                {
                    Assert.NotEqual(-1, prompt.IndexOf(TokenizerJsonFile.Demo.Encode(text.GetString()!)));
                }
            }
        });
    }
}
