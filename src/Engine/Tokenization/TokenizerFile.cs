using System.Text.Json;
using static Chameleon.Engine.Checkpoints.CheckpointException;

namespace Chameleon.Engine.Tokenization;

/// <summary>
/// What a <c>tokenizer.json</c> says, checked. <c>truncation</c> and <c>padding</c> concern batches of the library that
/// wrote the file and are not looked at.
/// </summary>
internal sealed class TokenizerFile
{
    private readonly TokenizerJson json;

    private TokenizerFile(string path)
    {
        json = new TokenizerJson(path);
        using var document = json.Parse();
        var root = document.RootElement;
        var model = json.Required(root, "tokenizer", "model", JsonValueKind.Object);
        RefuseOtherFamilies(root, model);
        PreTokenizer = new PreTokenizerReader(json).Read(
            json.Required(root, "tokenizer", "pre_tokenizer", JsonValueKind.Object));
        AddedTokens = ReadAddedTokens(root);
        Vocabulary = new VocabularyReader(json).Read(
            json.Required(model, "model", "vocab", JsonValueKind.Object), AddedTokens);
        Merges = ReadMerges(json.Required(model, "model", "merges", JsonValueKind.Array));
        BeginOfSequence = TokenizerJson.Optional(root, "post_processor") is { } postProcessor
            ? ReadBeginOfSequence(postProcessor)
            : null;
    }

    public Vocabulary Vocabulary { get; }

    public MergeTable Merges { get; }

    public PreTokenizer PreTokenizer { get; }

    public IReadOnlyList<AddedToken> AddedTokens { get; }

    public int? BeginOfSequence { get; }

    public static TokenizerFile Read(string path) => new(path);

    private void RefuseOtherFamilies(JsonElement root, JsonElement model)
    {
        if (json.Text(model, "model", "type") is not "BPE" and var type)
        {
            throw json.Unsupported("model", $"type {Quote(type)}");
        }

        foreach (var option in new[] { "dropout", "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (TokenizerJson.Optional(model, option) is { } value && value.ToString() is not ("" or "0" or "0.0") and var set)
            {
                throw json.Unsupported("model", $"{option} {Quote(set)}");
            }
        }

        json.RefuseFlag(model, "model", "byte_fallback");
        json.RefuseFlag(model, "model", "ignore_merges");
        if (TokenizerJson.Optional(root, "normalizer") is { } normalizer)
        {
            throw json.Unsupported("normalizer", $"type {Quote(json.Text(normalizer, "normalizer", "type"))}");
        }

        var decoder = json.Required(root, "tokenizer", "decoder", JsonValueKind.Object);
        if (json.Text(decoder, "decoder", "type") is not "ByteLevel" and var other)
        {
            throw json.Unsupported("decoder", $"type {Quote(other)}");
        }
    }

    private List<AddedToken> ReadAddedTokens(JsonElement root)
    {
        // Looked up at every place where one may begin; published names have under 20 characters.
        const int LongestContent = 256;

        var tokens = new List<AddedToken>();
        var contents = new HashSet<string>();
        if (TokenizerJson.Optional(root, "added_tokens") is null)
        {
            return tokens;
        }

        foreach (var entry in json.Required(root, "tokenizer", "added_tokens", JsonValueKind.Array).EnumerateArray())
        {
            var where = $"added_tokens[{tokens.Count}]";
            var id = json.Id(json.Required(entry, where, "id", JsonValueKind.Number), where);
            var content = json.Text(entry, where, "content");
            if (content.Length is 0 or > LongestContent)
            {
                throw json.Invalid(where, $"content has {content.Length} characters, expected 1 to {LongestContent}.");
            }

            if (!contents.Add(content))
            {
                throw json.Invalid(where, $"content {Quote(content)} occurs twice.");
            }

            json.RefuseFlag(entry, where, "single_word");
            json.RefuseFlag(entry, where, "lstrip");
            json.RefuseFlag(entry, where, "rstrip");
            tokens.Add(new AddedToken(id, content, json.Flag(entry, where, "special"), json.Flag(entry, where, "normalized")));
        }

        return tokens;
    }

    private MergeTable ReadMerges(JsonElement entries)
    {
        var merges = new MergeTable(entries.GetArrayLength());
        var rank = 0;
        foreach (var entry in entries.EnumerateArray())
        {
            var where = $"model.merges[{rank++}]";
            var (left, right) = ReadPair(entry, where);
            if (!merges.TryAdd(IdOf(left, where), IdOf(right, where), IdOf(left + right, where)))
            {
                throw json.Invalid(where, $"the pair {Quote(left)}, {Quote(right)} occurs twice.");
            }
        }

        return merges;
    }

    private (string Left, string Right) ReadPair(JsonElement entry, string where)
    {
        // Older files write "a b", newer ones ["a", "b"].
        string[] parts = entry.ValueKind == JsonValueKind.Array
            ? [.. entry.EnumerateArray().Select(part => json.Text(part, where))]
            : json.Text(entry, where).Split(' ');
        return parts is [{ Length: > 0 } left, { Length: > 0 } right]
            ? (left, right)
            : throw json.Invalid(where, "is not a pair of tokens.");
    }

    private int IdOf(string token, string where) =>
        Vocabulary.TryGetId(token, out var id)
            ? id
            : throw json.Invalid(where, $"refers to {Quote(token)}, which is not in the vocabulary.");

    private int? ReadBeginOfSequence(JsonElement postProcessor)
    {
        const string Where = "post_processor";
        var type = json.Text(postProcessor, Where, "type");
        if (type == "ByteLevel")
        {
            // Concerns the places of tokens in the text, not the ids.
            return null;
        }

        if (type != "TemplateProcessing")
        {
            throw json.Unsupported(Where, $"type {Quote(type)}");
        }

        var single = json.Required(postProcessor, Where, "single", JsonValueKind.Array).EnumerateArray().ToArray();
        if (single.Length is 0 or > 2
            || TokenizerJson.Optional(single[^1], "Sequence") is null
            || TokenizerJson.Optional(single[0], "SpecialToken") is null != (single.Length == 1))
        {
            throw json.Unsupported(Where, "a template other than one special token, then the sequence,");
        }

        return single.Length == 1 ? null : ReadTemplateToken(postProcessor, single[0].GetProperty("SpecialToken"));
    }

    private int ReadTemplateToken(JsonElement postProcessor, JsonElement reference)
    {
        const string Where = "post_processor.special_tokens";
        var name = json.Text(reference, Where, "id");
        var tokens = json.Required(postProcessor, Where, "special_tokens", JsonValueKind.Object);
        var ids = json.Required(json.Required(tokens, Where, name, JsonValueKind.Object), Where, "ids", JsonValueKind.Array);
        if (ids.GetArrayLength() != 1)
        {
            throw json.Unsupported(Where, $"{Quote(name)} with {ids.GetArrayLength()} ids");
        }

        var id = json.Id(ids[0], Where);
        return Vocabulary.TokenOf(id) == name
            ? id
            : throw json.Invalid(Where, $"{Quote(name)} has id {id}, which is {Quote(Vocabulary.TokenOf(id) ?? "")} in the vocabulary.");
    }
}
