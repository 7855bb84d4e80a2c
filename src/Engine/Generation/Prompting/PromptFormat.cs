using Chameleon.Engine.Models;

namespace Chameleon.Engine.Generation.Prompting;

/// <summary>
/// Joins the parts of a prompt to what the model reads, by Meta's rule: the begin of sequence once, then every part as
/// it comes, with nothing between; a picture is opening + codes + closing. Thread-safe.
/// </summary>
internal sealed class PromptFormat(ILoadedModel model)
{
    private readonly PictureVocabulary pictures = model.Pictures;

    /// <summary>Ids of a picture with its opening and closing.</summary>
    public int PictureTokens { get; } = (model.Codec?.CodesPerPicture ?? 0) + 2;

    /// <summary>Checks and tokenises a prompt; pictures that need encoding stay as they are.</summary>
    /// <param name="parts">The prompt; may be empty.</param>
    /// <param name="context">Tokens that a sequence may have.</param>
    /// <exception cref="GenerationException">The prompt cannot be read, or does not fit.</exception>
    public PromptDraft Draft(IReadOnlyList<PromptPart> parts, int context)
    {
        if (parts.Count > GenerationLimits.MaxPromptParts)
        {
            throw GenerationThrow.InvalidPrompt(
                $"The prompt has {parts.Count} parts; the limit is {GenerationLimits.MaxPromptParts}.");
        }

        var segments = new List<PromptSegment>(parts.Count + 1);
        if (parts is not [PromptPart.Ids { Value: [var first, ..] }, ..] || first != model.Special.BeginOfSequence)
        {
            segments.Add(new PromptSegment([model.Special.BeginOfSequence], null));
        }

        segments.AddRange(parts.Select(Segment));
        var total = segments.Sum(segment => (long)(segment.Ids?.Length ?? PictureTokens));
        var count = parts.Count(part => part is PromptPart.Picture or PromptPart.PictureCodes);
        if (total >= context)
        {
            throw Overlong((int)Math.Min(total, int.MaxValue), count, context);
        }

        return new PromptDraft(segments, (int)total, count);
    }

    /// <summary>The ids of a picture with its opening and closing.</summary>
    public int[] Picture(IReadOnlyList<int> codes)
    {
        var ids = new int[codes.Count + 2];
        ids[0] = pictures.BeginOfImage;
        for (var i = 0; i < codes.Count; i++)
        {
            ids[i + 1] = pictures.IdOf(codes[i]);
        }

        ids[^1] = pictures.EndOfImage;
        return ids;
    }

    /// <summary>The codes, if they are a whole picture's.</summary>
    /// <exception cref="GenerationException">They are not.</exception>
    public IReadOnlyList<int> CheckCodes(IReadOnlyList<int> codes)
    {
        if (codes.Count != PictureTokens - 2)
        {
            throw GenerationThrow.InvalidPrompt($"A picture has {codes.Count} codes; it must have {PictureTokens - 2}.");
        }

        foreach (var code in codes)
        {
            if (code < 0 || code >= pictures.Ids.Length)
            {
                throw GenerationThrow.InvalidPrompt($"A picture has the code {code}; codes go from 0 to {pictures.Ids.Length - 1}.");
            }
        }

        return codes;
    }

    private PromptSegment Segment(PromptPart part) => part switch
    {
        PromptPart.Text text => new PromptSegment(model.Tokenizer.Encode(text.Value), null),
        PromptPart.Picture picture when model.Codec is not null => new PromptSegment(null, picture.Pixels),
        PromptPart.Picture => throw GenerationThrow.InvalidPrompt("The prompt has a picture, but the checkpoint has no picture encoder."),
        PromptPart.PictureCodes codes => new PromptSegment(Picture(CheckCodes(codes.Codes)), null),
        PromptPart.EndOfTurn => new PromptSegment([model.Special.EndOfTurn], null),
        PromptPart.Ids ids => new PromptSegment(CheckIds(ids.Value), null),
        _ => throw GenerationThrow.InvalidPrompt("The prompt has a part that is null."),
    };

    private int[] CheckIds(IReadOnlyList<int> ids)
    {
        foreach (var id in ids)
        {
            if (id < 0 || id >= model.Decoder.VocabularySize)
            {
                throw GenerationThrow.InvalidPrompt($"The prompt has the id {id}; ids go from 0 to {model.Decoder.VocabularySize - 1}.");
            }
        }

        return [.. ids];
    }

    private GenerationException Overlong(int total, int count, int context)
    {
        var text = total - (count * PictureTokens);
        return count > 0 && text < context
            ? GenerationThrow.TooManyPictures(count, PictureTokens, (context - 1 - text) / PictureTokens, context)
            : GenerationThrow.PromptTooLong(total, context);
    }
}
