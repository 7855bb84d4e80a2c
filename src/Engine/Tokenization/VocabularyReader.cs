using System.Text.Json;
using static Chameleon.Engine.Checkpoints.CheckpointException;

namespace Chameleon.Engine.Tokenization;

/// <summary>Joins the model's vocabulary and the added tokens, which may or may not be part of it.</summary>
internal sealed class VocabularyReader(TokenizerJson json)
{
    private const string Where = "model.vocab";

    public Vocabulary Read(JsonElement vocab, IReadOnlyList<AddedToken> addedTokens)
    {
        var idOfToken = new Dictionary<string, int>();
        foreach (var entry in vocab.EnumerateObject())
        {
            idOfToken.Add(NameOf(entry), json.Id(entry.Value, Where));
        }

        foreach (var added in addedTokens)
        {
            if (!idOfToken.TryAdd(added.Content, added.Id) && idOfToken[added.Content] != added.Id)
            {
                throw json.Invalid(
                    "added_tokens", $"{Quote(added.Content)} has id {added.Id}, in the vocabulary {idOfToken[added.Content]}.");
            }
        }

        var tokens = Arrange(idOfToken);
        RequireBytes(idOfToken);
        var special = new bool[tokens.Length];
        foreach (var added in addedTokens)
        {
            special[added.Id] = added.IsSpecial;
        }

        return new Vocabulary(tokens, special);
    }

    private string NameOf(JsonProperty entry)
    {
        try
        {
            return entry.Name;
        }
        catch (InvalidOperationException)
        {
            throw json.Invalid(Where, "a token holds half a surrogate pair.");
        }
    }

    private string[] Arrange(Dictionary<string, int> idOfToken)
    {
        var tokens = new string[idOfToken.Count];
        foreach (var (token, id) in idOfToken)
        {
            if ((uint)id >= (uint)tokens.Length)
            {
                throw json.Invalid(
                    Where,
                    $"{Quote(token)} has id {id}; {tokens.Length} tokens must have ids 0 to {tokens.Length - 1}.");
            }

            if (tokens[id] is { } other)
            {
                throw json.Invalid(
                    Where, $"{Quote(token)} and {Quote(other)} both have id {id}.");
            }

            tokens[id] = token;
        }

        return tokens;
    }

    private void RequireBytes(Dictionary<string, int> idOfToken)
    {
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            if (!idOfToken.ContainsKey(ByteAlphabet.CharacterOf((byte)value).ToString()))
            {
                throw json.Invalid(Where, $"no token for byte 0x{value:x2}; a byte-level vocabulary has all 256.");
            }
        }
    }
}
