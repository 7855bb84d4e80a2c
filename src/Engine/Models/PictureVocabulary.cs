namespace Chameleon.Engine.Models;

/// <summary>Ids with a role, and the two-way map between picture codes and ids. Immutable.</summary>
public sealed class PictureVocabulary
{
    private readonly int[] idOfCode;
    private readonly Dictionary<int, int> codeOfId;

    /// <param name="idOfCode">Id of each code: [codes], all different.</param>
    /// <param name="beginOfImage">Opens a picture.</param>
    /// <param name="endOfImage">Closes a picture.</param>
    public PictureVocabulary(int[] idOfCode, int beginOfImage, int endOfImage)
    {
        this.idOfCode = idOfCode;
        codeOfId = new Dictionary<int, int>(idOfCode.Length);
        for (var code = 0; code < idOfCode.Length; code++)
        {
            if (!codeOfId.TryAdd(idOfCode[code], code))
            {
                throw new InvalidDataException($"Picture codes {codeOfId[idOfCode[code]]} and {code} both have the id {idOfCode[code]}.");
            }
        }

        BeginOfImage = beginOfImage;
        EndOfImage = endOfImage;
    }

    /// <summary>Ids of the codes, by code.</summary>
    public ReadOnlySpan<int> Ids => idOfCode;

    /// <summary>Opens a picture (<c>&lt;racm3:break&gt;</c>).</summary>
    public int BeginOfImage { get; }

    /// <summary>Closes a picture (<c>&lt;eoss&gt;</c>).</summary>
    public int EndOfImage { get; }

    /// <summary>Id of a code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such code.</exception>
    public int IdOf(int code) => (uint)code < (uint)idOfCode.Length
        ? idOfCode[code]
        : throw new ArgumentOutOfRangeException(nameof(code), code, $"Picture codes go from 0 to {idOfCode.Length - 1}.");

    /// <summary>Code of an id, if it is a picture id.</summary>
    public bool TryGetCode(int id, out int code) => codeOfId.TryGetValue(id, out code);
}
