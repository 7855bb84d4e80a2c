using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class TokenizerAttackTests
{
    [Fact]
    public void A_file_of_half_a_gigabyte_is_refused_before_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("tokenizer.json", "{}");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(500_000_000);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<CheckpointException>(() => BpeTokenizer.Load(path));
        Assert.Equal(CheckpointErrorKind.InvalidTokenizer, exception.Kind);
        Assert.Contains("500000000", exception.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"model\":1}")]
    [InlineData("{\"model\":{},\"model\":{}}")]
    [InlineData("{\"model\":{\"type\":\"\\ud800\"}}")]
    [InlineData("{\"\\ud800\":{\"type\":\"x\"}}")]
    public void A_file_of_another_form_is_refused(string json) => Assert.Equal(
        CheckpointErrorKind.InvalidTokenizer,
        Assert.Throws<CheckpointException>(() => TokenizerJsonFile.LoadText(json)).Kind);

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Deep_nesting_is_refused(char bracket)
    {
        var nested = bracket == '[' ? new string('[', 1_000_000) : string.Concat(Enumerable.Repeat("{\"a\":", 200_000));
        Assert.Equal(
            CheckpointErrorKind.InvalidTokenizer,
            Assert.Throws<CheckpointException>(() => TokenizerJsonFile.LoadText("{\"model\":" + nested)).Kind);
    }

    [Theory]
    [InlineData("""["Ġ", "absent"]""", "'absent'")]
    [InlineData("""["absent", "a"]""", "'absent'")]
    [InlineData("""["z", "z"]""", "'zz'")]
    [InlineData("""["a"]""", "pair")]
    [InlineData("""["a", "b", "c"]""", "pair")]
    [InlineData("""["a", ""]""", "pair")]
    [InlineData("\"a\"", "pair")]
    [InlineData("\"a b c\"", "pair")]
    [InlineData("[1, 2]", "string")]
    [InlineData("1", "string")]
    public void A_merge_of_what_is_not_there_is_refused(string merge, string named) => Assert.Contains(
        named, Invalid(root => root["model"]!["merges"]!.AsArray().Add(JsonNode.Parse(merge))).Message);

    [Fact]
    public void A_merge_that_occurs_twice_is_refused() => Assert.Contains(
        "twice", Invalid(root => root["model"]!["merges"]!.AsArray().Add(root["model"]!["merges"]![0]!.DeepClone())).Message);

    [Theory]
    [InlineData("17", "both have id 17")]
    [InlineData("-1", "id -1")]
    [InlineData("2147483647", "id 2147483647")]
    [InlineData("4294967296", "4294967296")]
    [InlineData("1.5", "1.5")]
    [InlineData("\"1\"", "1")]
    public void Ids_must_be_unique_and_without_gaps(string id, string named) =>
        Assert.Contains(named, Invalid(root => root["model"]!["vocab"]!["new token"] = JsonNode.Parse(id)).Message);

    [Fact]
    public void Every_byte_needs_a_token() => Assert.Contains("0x61", Invalid(root =>
    {
        var vocab = root["model"]!["vocab"]!.AsObject();
        vocab["something else"] = vocab["a"]!.DeepClone();
        vocab.Remove("a");
    }).Message);

    [Fact]
    public void Added_tokens_that_contradict_the_vocabulary_are_refused()
    {
        Assert.Contains("'<s>'", Invalid(root => root["added_tokens"]![0]!["id"] = 5).Message);
        Assert.Contains("twice", Invalid(root => root["added_tokens"]![1]!["content"] = "<s>").Message);
        Assert.Contains("0 characters", Invalid(root => root["added_tokens"]![1]!["content"] = "").Message);
        Assert.Contains("300 characters", Invalid(root => root["added_tokens"]![1]!["content"] = new string('x', 300)).Message);
        Assert.Contains("special", Invalid(root => root["added_tokens"]![1]!["special"] = "yes").Message);
    }

    [Fact]
    public void A_template_with_another_id_than_the_vocabulary_is_refused() => Assert.Contains(
        "'<s>' has id 1", Invalid(root => root["post_processor"]!["special_tokens"]!["<s>"]!["ids"]![0] = 1).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_mutated_file_is_read_or_refused_by_name(int seed)
    {
        const int Rounds = 150;
        var random = new Random(seed);
        var valid = Encoding.UTF8.GetBytes(File.ReadAllText(Golden.Path("chameleon", "plain", "tokenizer.json")));
        using var folder = new TemporaryFolder();
        var refused = 0;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = (byte[])valid.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
            }

            try
            {
                var tokenizer = BpeTokenizer.Load(folder.Write("tokenizer.json", bytes));
                Assert.Equal("a b", tokenizer.Decode(tokenizer.Encode("a b"), skipSpecialTokens: false));
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.InRange(refused, 1, Rounds - 1);
    }

    private static CheckpointException Invalid(Action<JsonObject> change) =>
        TokenizerJsonFile.Refuse(CheckpointErrorKind.InvalidTokenizer, change);
}
