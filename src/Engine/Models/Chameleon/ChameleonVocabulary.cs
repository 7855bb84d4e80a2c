using System.Text.Json;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// Ids with a role, from <c>vocabulary_map</c> of the config: the picture codes (in any order, a published checkpoint
/// has code + 4) and the control tokens around them. Immutable.
/// </summary>
public sealed class ChameleonVocabulary
{
    internal const string BeginOfImageName = "<racm3:break>";
    internal const string EndOfImageName = "<eoss>";
    internal const string EndOfTurnName = "<reserved08706>";
    internal const string ImageName = "<image>";
    private const string CodePrefix = "IMGIMG";

    private ChameleonVocabulary(PictureVocabulary pictures, int endOfTurn, int image)
    {
        (Pictures, EndOfTurn, Image) = (pictures, endOfTurn, image);
    }

    /// <summary>Picture codes and what opens and closes a picture.</summary>
    public PictureVocabulary Pictures { get; }

    /// <summary>Ends somebody's turn (<c>&lt;reserved08706&gt;</c>).</summary>
    public int EndOfTurn { get; }

    /// <summary>Stands for one picture code until the picture is encoded (<c>&lt;image&gt;</c>).</summary>
    public int Image { get; }

    /// <summary>The code that a token's name spells (IMGIMGBAZ is 10), −1 if it is no picture token.</summary>
    internal static int ParseCode(ReadOnlySpan<char> name)
    {
        const int MostDigits = 9;
        if (!name.StartsWith(CodePrefix, StringComparison.Ordinal) || !name.EndsWith("Z", StringComparison.Ordinal))
        {
            return -1;
        }

        var letters = name[CodePrefix.Length..^1];
        var value = 0;
        foreach (var letter in letters)
        {
            if (letter is < 'A' or > 'J')
            {
                return -1;
            }

            value = letters.Length <= MostDigits ? (value * 10) + (letter - 'A') : int.MaxValue;
        }

        return letters.IsEmpty || (letters[0] == 'A' && letters.Length > 1) ? -1 : value;
    }

    /// <summary>The name of a code's token.</summary>
    internal static string NameOf(int code) => $"{CodePrefix}{string.Concat(code.ToString().Select(digit => (char)(digit - '0' + 'A')))}Z";

    /// <summary>Reads the map of names to ids.</summary>
    /// <param name="map">The object.</param>
    /// <param name="vocabularySize">Limit of ids.</param>
    /// <param name="codeCount">Entries of the codebook; each needs an id.</param>
    internal static ChameleonVocabulary Read(ConfigObject map, int vocabularySize, int codeCount)
    {
        var idOfCode = new int[codeCount];
        Array.Fill(idOfCode, -1);
        foreach (var (name, value) in map.Fields)
        {
            if (ParseCode(name) is >= 0 and var code)
            {
                idOfCode[code < codeCount ? code : throw map.Refuse(name, $"spells the code {code}; vq_config.num_embeddings is {codeCount}.")] =
                    ReadId(map, name, value, vocabularySize);
            }
        }

        if (Array.IndexOf(idOfCode, -1) is >= 0 and var missing)
        {
            throw map.Refuse(NameOf(missing), $"is missing: code {missing} has no id; vq_config.num_embeddings is {codeCount}.");
        }

        int IdOf(string name) => map.Int(name, 0, vocabularySize - 1);
        return new ChameleonVocabulary(MakePictures(map, idOfCode, IdOf(BeginOfImageName), IdOf(EndOfImageName)), IdOf(EndOfTurnName), IdOf(ImageName));
    }

    private static int ReadId(ConfigObject map, string name, JsonElement value, int vocabularySize) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) && id >= 0 && id < vocabularySize
            ? id
            : throw map.Refuse(name, $"is {map.Describe(name)}, expected an id from 0 to {vocabularySize - 1}.");

    private static PictureVocabulary MakePictures(ConfigObject map, int[] idOfCode, int beginOfImage, int endOfImage)
    {
        try
        {
            return new PictureVocabulary(idOfCode, beginOfImage, endOfImage);
        }
        catch (InvalidDataException e)
        {
            throw map.Refuse(NameOf(0), e.Message);
        }
    }
}
