using System.Drawing;
using System.Globalization;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>From drawn pictures to the files that a caller gets.</summary>
/// <param name="plan">How they were drawn and shall look.</param>
/// <param name="prompt">From which words.</param>
/// <param name="modelId">By which model.</param>
/// <param name="model">The same, in detail.</param>
internal sealed class DrawingWriter(DrawingPlan plan, string? prompt, string modelId, ModelInfo model)
{
    private readonly PictureNotes notes = PictureContents.Notes(
        prompt ?? "", plan.Generation, modelId, plan.Size is null ? model.PictureFingerprint : null);

    /// <summary>The contents that one answer of the engine gives.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="index">Which, from 0.</param>
    public IEnumerable<AIContent> Contents(GeneratedAnswer answer, int index) => answer.Parts.Select(part => part switch
    {
        GenerationUpdate.Picture picture => Write(picture, index),
        GenerationUpdate.IncompletePicture cut => Incomplete(cut),
        _ => (AIContent?)null,
    }).OfType<AIContent>();

    private static ErrorContent Incomplete(GenerationUpdate.IncompletePicture cut) =>
        new($"The picture was cut short after {cut.Codes.Count} of {cut.Total} codes.") { ErrorCode = "incomplete_picture", RawRepresentation = cut };

    private DataContent Write(GenerationUpdate.Picture picture, int index)
    {
        var seed = GenerationOptions.SeedOfAnswer(plan.Generation.Seed!.Value, index);
        var file = plan.Format.Encode(Sized(picture.Pixels), NotesOf(picture, seed));
        return new DataContent(file, plan.Format.MediaType)
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"picture-{index + 1}.{plan.Format.Extension}"),
            RawRepresentation = picture,
            AdditionalProperties = new AdditionalPropertiesDictionary { [ChameleonOptionNames.Seed] = seed },
        };
    }

    private PixelImage Sized(PixelImage drawn) => plan.Size is { } size ? ImageScaler.Cover(drawn, size.Width, size.Height) : drawn;

    /// <summary>Codes say what was drawn; a picture of another size is no longer that.</summary>
    private PictureNotes NotesOf(GenerationUpdate.Picture picture, long seed) =>
        notes with { Seed = seed, Codes = plan.Size is null ? picture.Codes : null };
}
