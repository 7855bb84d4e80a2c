using System.Globalization;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>Drawn pictures as contents: a PNG with notes on how it was made. Thread-safe.</summary>
internal static class PictureContents
{
    /// <summary>The notes that all pictures of a request share.</summary>
    /// <param name="prompt">The words they are drawn from.</param>
    /// <param name="options">How they are drawn; with a seed.</param>
    /// <param name="modelId">The model's name.</param>
    /// <param name="fingerprint">Which codebook it draws with.</param>
    public static PictureNotes Notes(string prompt, GenerationOptions options, string modelId, string? fingerprint)
    {
        var (picture, sampling) = (options.Picture, options.Picture.Sampling);
        return new PictureNotes
        {
            Prompt = prompt,
            NegativePrompt = picture.NegativePrompt,
            Seed = options.Seed,
            Settings = string.Create(
                CultureInfo.InvariantCulture,
                $"temperature {sampling.Temperature}, top-p {sampling.TopP}, top-k {sampling.TopK}, guidance text {picture.TextGuidanceScale}, guidance image {picture.ImageGuidanceScale}"),
            Model = modelId,
            Tokenizer = fingerprint,
        };
    }

    /// <summary>The content of a picture; computes the PNG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="notes">What they say of all pictures of the request.</param>
    /// <param name="number">Its number, from 1, for its name.</param>
    public static DataContent Of(GenerationUpdate.Picture picture, PictureNotes notes, int number) =>
        new(ImageEncoder.Png(picture.Pixels, (notes with { Codes = picture.Codes }).ToText()), "image/png") { Name = $"picture-{number}.png" };
}
