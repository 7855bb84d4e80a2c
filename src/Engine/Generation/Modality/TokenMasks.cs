using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Modality;

/// <summary>What may come up where; made once per model. Meta's rule: everything else never.</summary>
internal sealed class TokenMasks
{
    /// <param name="model">Vocabulary with its roles.</param>
    public TokenMasks(ILoadedModel model)
    {
        var size = model.Decoder.VocabularySize;
        Ends = [.. new[] { model.Special.EndOfSequence, model.Special.EndOfTurn }.Distinct()];
        int[] text = [.. model.TextIds.Span, .. Ends];
        Text = new TokenMask(size, text);
        TextOrPicture = new TokenMask(size, [.. text, model.Pictures.BeginOfImage]);
        Codes = new TokenMask(size, model.Pictures.Ids.ToArray());
    }

    /// <summary>Ids that end an answer: end of sequence and end of turn.</summary>
    public int[] Ends { get; }

    /// <summary>Text and the ends.</summary>
    public TokenMask Text { get; }

    /// <summary>Text, the ends, and the id that opens a picture.</summary>
    public TokenMask TextOrPicture { get; }

    /// <summary>Picture codes.</summary>
    public TokenMask Codes { get; }
}
