using System.Text.Json.Nodes;
using Chameleon.Engine.Checkpoints;

namespace Chameleon.Engine.Tests.Tokenization;

public class TokenizerFileTests
{
    private const string Sample = "The 3 red hearts,  and\tthe sky!";

    [Fact]
    public void Merges_written_as_strings_and_as_pairs_are_the_same()
    {
        var joined = TokenizerJsonFile.Load(root =>
        {
            var pairs = root["model"]!["merges"]!.AsArray();
            root["model"]!["merges"] = new JsonArray([.. pairs.Select(pair => (JsonNode)$"{pair![0]} {pair[1]}")]);
        });

        Assert.Equal(TokenizerJsonFile.Demo.Encode(Sample), joined.Encode(Sample));
    }

    [Fact]
    public void The_rules_written_as_components_or_as_patterns_cut_alike_here()
    {
        var tokenizer = TokenizerJsonFile.Load(root =>
        {
            Rules(root)[1] = new JsonObject { ["type"] = "Digits", ["individual_digits"] = true };
            Rules(root)[2] = new JsonObject { ["type"] = "Punctuation", ["behavior"] = "Isolated" };
        });

        Assert.Equal(TokenizerJsonFile.Demo.Encode(Sample), tokenizer.Encode(Sample));
    }

    [Fact]
    public void Byte_level_alone_is_enough_and_may_leave_words_whole()
    {
        var words = TokenizerJsonFile.Load(root => root["pre_tokenizer"] = ByteLevel(root));
        var whole = TokenizerJsonFile.Load(root =>
        {
            root["pre_tokenizer"] = ByteLevel(root);
            root["pre_tokenizer"]!["use_regex"] = false;
        });

        Assert.Equal(Sample, words.Decode(words.Encode(Sample)));
        Assert.Equal(Sample, whole.Decode(whole.Encode(Sample)));
    }

    [Fact]
    public void The_begin_of_sequence_comes_from_the_template()
    {
        Assert.Equal(0, TokenizerJsonFile.Demo.BeginOfSequence);
        Assert.Null(TokenizerJsonFile.Load(root => root["post_processor"] = null).BeginOfSequence);
        Assert.Null(TokenizerJsonFile.Load(
            root => root["post_processor"] = new JsonObject { ["type"] = "ByteLevel" }).BeginOfSequence);
        Assert.Null(TokenizerJsonFile.Load(
            root => root["post_processor"]!["single"]!.AsArray().RemoveAt(0)).BeginOfSequence);
    }

    [Fact]
    public void Added_tokens_beyond_the_vocabulary_get_their_ids()
    {
        var next = TokenizerJsonFile.Demo.VocabularySize;
        var tokenizer = TokenizerJsonFile.Load(root => root["added_tokens"]!.AsArray().Add(Added(next, "<new>", special: true)));

        Assert.Equal(next + 1, tokenizer.VocabularySize);
        Assert.Equal("<new>", tokenizer.TokenOf(next));
        Assert.Equal([next], tokenizer.Encode("<new>", parseSpecialTokens: true));
        Assert.DoesNotContain(next, tokenizer.Encode("<new>"));
    }

    [Fact]
    public void An_added_token_that_is_not_special_is_found_in_any_text()
    {
        var next = TokenizerJsonFile.Demo.VocabularySize;
        var tokenizer = TokenizerJsonFile.Load(root => root["added_tokens"]!.AsArray().Add(Added(next, "redheart", special: false)));

        Assert.Contains(next, tokenizer.Encode("a redheart<s>"));
        Assert.Equal("a redheart<s>", tokenizer.Decode(tokenizer.Encode("a redheart<s>")));
    }

    [Fact]
    public void Tokens_for_normalized_text_are_looked_for_after_the_others()
    {
        var next = TokenizerJsonFile.Demo.VocabularySize;
        var tokenizer = TokenizerJsonFile.Load(root =>
        {
            var late = Added(next, "a<s", special: false);
            late["normalized"] = true;
            root["added_tokens"]!.AsArray().Add(late);
        });

        Assert.Contains(next, tokenizer.Encode("a<s", parseSpecialTokens: true));
        Assert.DoesNotContain(next, tokenizer.Encode("a<s>", parseSpecialTokens: true));
    }

    [Theory]
    [InlineData("WordPiece")]
    [InlineData("Unigram")]
    public void Another_model_is_refused_by_name(string type) =>
        Unsupported(type, root => root["model"]!["type"] = type);

    [Theory]
    [InlineData("byte_fallback", "true")]
    [InlineData("ignore_merges", "true")]
    [InlineData("dropout", "0.1")]
    [InlineData("end_of_word_suffix", "\"</w>\"")]
    [InlineData("continuing_subword_prefix", "\"##\"")]
    public void An_option_of_the_model_that_is_not_supported_is_refused_by_name(string option, string value) =>
        Unsupported(option, root => root["model"]![option] = JsonNode.Parse(value));

    [Theory]
    [InlineData("normalizer", "NFC")]
    [InlineData("decoder", "Metaspace")]
    [InlineData("pre_tokenizer", "Whitespace")]
    [InlineData("post_processor", "RobertaProcessing")]
    public void Another_component_is_refused_by_name(string component, string type) =>
        Unsupported(type, root => root[component] = new JsonObject { ["type"] = type });

    [Theory]
    [InlineData("[[:alpha:]]+")]
    [InlineData("(a+)+$")]
    [InlineData("")]
    public void An_unknown_pattern_is_refused_by_name(string pattern) =>
        Unsupported($"'{pattern}'", root => Rules(root)[0]!["pattern"]!["Regex"] = pattern);

    [Fact]
    public void Options_of_rules_that_are_not_supported_are_refused_by_name()
    {
        Unsupported("Removed", root => Rules(root)[0]!["behavior"] = "Removed");
        Unsupported("invert", root => Rules(root)[0]!["invert"] = true);
        Unsupported("add_prefix_space", root => Rules(root)[^1]!["add_prefix_space"] = true);
        Unsupported("individual_digits", root => Rules(root)[1] = new JsonObject { ["type"] = "Digits" });
        Unsupported("Metaspace", root => Rules(root)[1] = new JsonObject { ["type"] = "Metaspace" });
    }

    [Theory]
    [InlineData("single_word")]
    [InlineData("lstrip")]
    [InlineData("rstrip")]
    public void An_added_token_that_eats_its_neighbours_is_refused(string flag) =>
        Unsupported(flag, root => root["added_tokens"]![0]![flag] = true);

    [Fact]
    public void A_template_that_does_more_than_begin_the_sequence_is_refused() => Unsupported("template", root =>
        root["post_processor"]!["single"]!.AsArray().Add(JsonNode.Parse("""{"SpecialToken":{"id":"</s>","type_id":0}}""")));

    private static void Unsupported(string named, Action<JsonObject> change) =>
        Assert.Contains(named, TokenizerJsonFile.Refuse(CheckpointErrorKind.UnsupportedTokenizer, change).Message);

    private static JsonArray Rules(JsonObject root) => root["pre_tokenizer"]!["pretokenizers"]!.AsArray();

    private static JsonObject ByteLevel(JsonObject root) => Rules(root)[^1]!.DeepClone().AsObject();

    private static JsonObject Added(int id, string content, bool special) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["special"] = special,
    };
}
