using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>Ids with a role, as the tokenizer has them.</summary>
/// <param name="BeginOfSequence">First id of every sequence (<c>&lt;s&gt;</c>).</param>
/// <param name="EndOfSequence">Ends an answer (<c>&lt;/s&gt;</c>).</param>
/// <param name="Padding">Fills short rows of a batch (<c>&lt;pad&gt;</c>); never enters the model.</param>
/// <param name="EndOfTurn">Ends a turn (<c>&lt;reserved08706&gt;</c>).</param>
/// <param name="Image">Placeholder of one picture code (<c>&lt;image&gt;</c>).</param>
/// <param name="BeginOfImage">Opens a picture (<c>&lt;racm3:break&gt;</c>).</param>
/// <param name="EndOfImage">Closes a picture (<c>&lt;eoss&gt;</c>).</param>
public sealed record ChameleonTokens(
    int BeginOfSequence, int EndOfSequence, int Padding, int EndOfTurn, int Image, int BeginOfImage, int EndOfImage)
{
    private const string ConfigFile = "tokenizer_config.json";

    /// <summary>
    /// Takes the ids from the tokenizer, by the names in <c>tokenizer_config.json</c> or the published ones, and makes
    /// sure that the config's <c>vocabulary_map</c> does not contradict it.
    /// </summary>
    internal static ChameleonTokens Read(string directory, BpeTokenizer tokenizer, ChameleonConfig config)
    {
        var file = Path.Combine(directory, ConfigFile);
        var tokens = Read(tokenizer, File.Exists(file) ? ConfigObject.ReadFile(file) : ConfigObject.Parse("{}"u8.ToArray(), file));
        var source = Path.Combine(directory, "config.json");
        var vocabulary = config.Vocabulary;
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new ModelConfigException(source, "vocab_size", $"is {config.VocabularySize}, but the tokenizer has {tokenizer.VocabularySize} ids.");
        }

        void CheckSame(string name, int mapped, int id)
        {
            if (mapped != id)
            {
                throw new ModelConfigException(source, $"vocabulary_map.{name}", $"is {mapped}, but the tokenizer says {id}.");
            }
        }

        CheckSame(ChameleonVocabulary.EndOfTurnName, vocabulary.EndOfTurn, tokens.EndOfTurn);
        CheckSame(ChameleonVocabulary.ImageName, vocabulary.Image, tokens.Image);
        CheckSame(ChameleonVocabulary.BeginOfImageName, vocabulary.Pictures.BeginOfImage, tokens.BeginOfImage);
        CheckSame(ChameleonVocabulary.EndOfImageName, vocabulary.Pictures.EndOfImage, tokens.EndOfImage);
        foreach (var id in vocabulary.Pictures.Ids)
        {
            vocabulary.Pictures.TryGetCode(id, out var code);
            if (tokenizer.TokenOf(id) is { } name && ChameleonVocabulary.ParseCode(name) != code)
            {
                throw new ModelConfigException(source, "vocabulary_map", $"gives picture code {code} the id {id}, which the tokenizer calls {name}.");
            }
        }

        return tokens;
    }

    /// <summary>Takes the ids from a tokenizer by name.</summary>
    internal static ChameleonTokens Read(BpeTokenizer tokenizer, ConfigObject config)
    {
        int IdOf(string field, string usual)
        {
            var name = config.Token(field) ?? usual;
            return tokenizer.TryGetId(name, out var id) ? id : throw config.Refuse(field, $"names \"{name}\", which the tokenizer does not have.");
        }

        return new ChameleonTokens(
            tokenizer.BeginOfSequence ?? IdOf("bos_token", "<s>"),
            IdOf("eos_token", "</s>"),
            IdOf("pad_token", "<pad>"),
            IdOf("sep_token", ChameleonVocabulary.EndOfTurnName),
            IdOf("image_token", ChameleonVocabulary.ImageName),
            IdOf("boi_token", ChameleonVocabulary.BeginOfImageName),
            IdOf("eoi_token", ChameleonVocabulary.EndOfImageName));
    }
}
