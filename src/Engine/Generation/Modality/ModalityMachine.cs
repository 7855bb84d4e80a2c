using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Modality;

/// <summary>What an answer is made of right now.</summary>
internal enum Modality
{
    /// <summary>The next token is text, an end, or the opening of a picture.</summary>
    Text,

    /// <summary>The next token is a picture code.</summary>
    Picture,

    /// <summary>Nothing comes any more.</summary>
    Ended,
}

/// <summary>What a chosen token did.</summary>
internal enum ModalityEvent
{
    /// <summary>Text went on.</summary>
    Text,

    /// <summary>A picture began; its guidance, if any, starts here.</summary>
    PictureBegan,

    /// <summary>A picture went on.</summary>
    Code,

    /// <summary>The picture has all its codes. In interleaved answers its closing token must now be read too.</summary>
    PictureDone,

    /// <summary>The model ended the answer.</summary>
    End,
}

/// <summary>
/// The state machine of an answer's modality: picture codes come up inside a picture only, a picture has exactly N of
/// them and is then closed by force, and it begins only where all of it fits. Not thread-safe.
/// </summary>
/// <param name="mode">What the answer may consist of.</param>
/// <param name="masks">What may come up where.</param>
/// <param name="pictures">Ids of codes, opening and closing.</param>
/// <param name="codesPerPicture">N.</param>
internal sealed class ModalityMachine(GenerationMode mode, TokenMasks masks, PictureVocabulary pictures, int codesPerPicture)
{
    private readonly int[] codes = mode == GenerationMode.Text ? [] : new int[codesPerPicture];

    /// <summary>What comes next.</summary>
    public Modality Current { get; private set; } = mode == GenerationMode.Picture ? Modality.Picture : Modality.Text;

    /// <summary>Codes of the picture that was begun last.</summary>
    public ReadOnlySpan<int> Codes => codes.AsSpan(0, CodeCount);

    /// <summary>How many codes it has.</summary>
    public int CodeCount { get; private set; }

    /// <summary>How many a whole picture has.</summary>
    public int CodesPerPicture => codesPerPicture;

    /// <summary>Index of the picture that was begun last, from 0; −1 before the first.</summary>
    public int PictureIndex { get; private set; } = mode == GenerationMode.Picture ? 0 : -1;

    /// <summary>Whether a picture was begun and is not whole.</summary>
    public bool IsPictureOpen => Current == Modality.Picture;

    /// <summary>What may come up next.</summary>
    /// <param name="room">Tokens that still fit, the next one included.</param>
    public TokenMask Allowed(int room) => Current switch
    {
        Modality.Picture => masks.Codes,
        Modality.Text when mode == GenerationMode.Interleaved && room >= codesPerPicture + 2 => masks.TextOrPicture,
        Modality.Text => masks.Text,
        _ => throw new InvalidOperationException("The answer has ended; no token can follow."),
    };

    /// <summary>Whether text goes on with a token: it is neither an end nor a part of a picture.</summary>
    public bool GoesOnWith(int id) => masks.Text.Allows(id) && !masks.Ends.Contains(id);

    /// <summary>Takes the chosen token.</summary>
    /// <exception cref="InvalidOperationException">The token is not possible here.</exception>
    public ModalityEvent Advance(int id)
    {
        if (Current == Modality.Picture)
        {
            return AdvancePicture(id);
        }

        if (Current == Modality.Ended)
        {
            throw Impossible(id);
        }

        if (id == pictures.BeginOfImage && mode == GenerationMode.Interleaved)
        {
            (Current, CodeCount) = (Modality.Picture, 0);
            PictureIndex++;
            return ModalityEvent.PictureBegan;
        }

        if (!masks.Text.Allows(id))
        {
            throw Impossible(id);
        }

        if (!masks.Ends.Contains(id))
        {
            return ModalityEvent.Text;
        }

        Current = Modality.Ended;
        return ModalityEvent.End;
    }

    private ModalityEvent AdvancePicture(int id)
    {
        if (!pictures.TryGetCode(id, out var code))
        {
            throw Impossible(id);
        }

        codes[CodeCount++] = code;
        if (CodeCount < codesPerPicture)
        {
            return ModalityEvent.Code;
        }

        Current = mode == GenerationMode.Picture ? Modality.Ended : Modality.Text;
        return ModalityEvent.PictureDone;
    }

    private InvalidOperationException Impossible(int id) =>
        new($"Token {id} cannot come up in state {Current} of a {mode} answer with {CodeCount} of {codesPerPicture} codes.");
}
