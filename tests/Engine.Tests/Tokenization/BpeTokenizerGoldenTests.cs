using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class BpeTokenizerGoldenTests
{
    private static readonly BpeTokenizer Tokenizer = PublishedTokenizer.Instance;

    public static TheoryData<string> Kinds => new(Stats().GetProperty("kinds").EnumerateObject().Select(kind => kind.Name));

    [Fact]
    public void The_ids_of_llama_cpp_s_check_text_have_its_hash()
    {
        using var check = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("tokenizer", "check.json")));
        int[] ids = [Tokenizer.BeginOfSequence!.Value, .. Tokenizer.Encode(check.RootElement.GetProperty("text").GetString()!)];

        Assert.Equal(264, ids.Length);
        Assert.Equal(
            "60824e3c0d9401f89943cbb2fff727f0e2d4c545ba4df2d6e4f09a6db0f5b450", Sha256($"[{string.Join(", ", ids)}]"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_text_gives_the_reference_s_ids(string kind)
    {
        var cases = TokenizerCase.All.Where(item => item.Kind == kind && !item.IsRecipe).ToList();
        Assert.All(cases, item =>
        {
            Assert.Equal(item.Ids, Tokenizer.Encode(item.Text, parseSpecialTokens: true));
            Assert.Equal(item.PlainIds, Tokenizer.Encode(item.Text));
            Assert.Equal(item.Decoded, Tokenizer.Decode(item.Ids, skipSpecialTokens: false));
            Assert.Equal(item.DecodedWithoutSpecials, Tokenizer.Decode(item.Ids));
            Assert.Equal(item.WellFormedText, Tokenizer.Decode(item.PlainIds));
        });
        Assert.Equal(
            Stats().GetProperty("kinds").GetProperty(kind).GetInt32(),
            cases.Count + TokenizerCase.All.Count(item => item.Kind == kind && item.IsRecipe));
    }

    [Fact]
    public void Every_long_recipe_gives_the_reference_s_ids()
    {
        var cases = TokenizerCase.All.Where(item => item.IsRecipe).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, item =>
        {
            var text = item.Text;
            Check(item.Json, "", Tokenizer.Encode(text, parseSpecialTokens: true));
            var hasPlain = item.Json.TryGetProperty("plain_count", out _);
            Check(item.Json, hasPlain ? "plain_" : "", Tokenizer.Encode(text));
        });
    }

    [Fact]
    public void The_text_of_every_token_encodes_as_in_the_reference()
    {
        using var check = JsonDocument.Parse(File.ReadAllBytes(Golden.Path("tokenizer", "vocab-check.json")));
        var lines = new StringBuilder();
        var broken = 0;
        for (var id = 16384; id < Tokenizer.VocabularySize; id++)
        {
            if (Utf8.IsValid(ByteAlphabet.TryDecode(Tokenizer.TokenOf(id)!)))
            {
                lines.Append($"{id}:{string.Join(' ', Tokenizer.Encode(Tokenizer.Decode([id])))}\n");
            }
            else
            {
                broken++;
            }
        }

        Assert.Equal(check.RootElement.GetProperty("not_valid_utf8_alone").GetInt32(), broken);
        Assert.Equal(check.RootElement.GetProperty("sha256").GetString(), Sha256(lines.ToString()));
    }

    [Fact]
    public void Prompts_with_expanded_pictures_give_the_processor_s_ids()
    {
        var cases = ProcessorCase.ReadAll().Where(item => item is { Arguments: null, IsRefused: false }).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, item =>
        {
            var picture = "<racm3:break>" + new StringBuilder().Insert(0, "<image>", item.CodesPerPicture) + "<eoss>";
            var end = item.IsCompletion ? "" : "<reserved08706>";
            var rows = item.Texts.Select(text => (int[])[
                Tokenizer.BeginOfSequence!.Value, .. Tokenizer.Encode(text.Replace("<image>", picture) + end, true)]);
            Assert.Equal(item.InputIds, rows);
        });
    }

    private static void Check(JsonElement json, string prefix, int[] ids)
    {
        Assert.Equal(json.GetProperty(prefix + "count").GetInt32(), ids.Length);
        Assert.Equal(json.GetProperty(prefix + "ids_sha256").GetString(), Sha256(string.Join(',', ids)));
    }

    private static JsonElement Stats() =>
        JsonDocument.Parse(File.ReadAllBytes(Golden.Path("tokenizer", "stats.json"))).RootElement;

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
