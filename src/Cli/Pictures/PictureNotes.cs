using System.Globalization;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Pictures;

/// <summary>What a saved picture says about its making: enough to draw it again.</summary>
internal static class PictureNotes
{
    /// <summary>The text entries of its PNG.</summary>
    /// <param name="prompt">The words of the prompt.</param>
    /// <param name="model">The model's name, without the path to it.</param>
    /// <param name="options">How it was drawn; with a seed.</param>
    /// <param name="answer">Which of several drawings it is, from 0.</param>
    public static Dictionary<string, string> Of(string prompt, string model, GenerationOptions options, int answer)
    {
        var picture = options.Picture;
        var sampling = picture.Sampling;
        return new Dictionary<string, string>
        {
            ["prompt"] = prompt.Replace("\0", "", StringComparison.Ordinal),
            ["negative prompt"] = (picture.NegativePrompt ?? "").Replace("\0", "", StringComparison.Ordinal),
            ["seed"] = options.Seed?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["picture"] = string.Create(CultureInfo.InvariantCulture, $"{answer + 1} of {options.Answers}"),
            ["settings"] = string.Create(
                CultureInfo.InvariantCulture,
                $"temperature {sampling.Temperature}, top-p {sampling.TopP}, top-k {sampling.TopK}, guidance text {picture.TextGuidanceScale}, guidance image {picture.ImageGuidanceScale}"),
            ["model"] = model,
            ["Software"] = $"Chameleon.SK {typeof(PictureNotes).Assembly.GetName().Version!.ToString(3)}",
        };
    }
}
