using System.CommandLine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;

namespace Chameleon.Cli.CommandLine;

/// <summary>The options that say how pictures are drawn.</summary>
internal sealed class DrawingFlags
{
    /// <summary>As fine as a bar on a terminal can show it.</summary>
    private const int ProgressSteps = 50;

    private readonly Option<float?> guidanceText = SamplingFlags.Flag<float?>("--guidance-text", "How closely the picture follows the text; 1 is off", "SCALE");
    private readonly Option<float?> guidanceImage = SamplingFlags.Flag<float?>("--guidance-image", "How closely it follows the prompt's pictures; 1 is off", "SCALE");
    private readonly Option<string?> negative = SamplingFlags.Flag<string?>("--negative", "What the picture shall not be", "TEXT");
    private readonly Option<int?> previewEvery = SamplingFlags.Flag<int?>("--preview-every", "Shows the picture after every K codes while it grows; 0 never", "K");
    private readonly Option<bool> allowUntrained = new("--allow-untrained")
    {
        Description = "Draws although the checkpoint does not say that it can; you answer for its licence and for the quality",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { guidanceText, guidanceImage, negative, previewEvery, allowUntrained })
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="sampling">How codes are chosen.</param>
    /// <param name="model">What draws.</param>
    /// <param name="usualPreview">Codes between previews where the command line says nothing.</param>
    public PictureOptions Read(ParseResult result, SamplingOptions sampling, ModelInfo model, int usualPreview)
    {
        var defaults = new PictureOptions();
        return defaults with
        {
            Sampling = sampling,
            TextGuidanceScale = result.GetValue(guidanceText) ?? defaults.TextGuidanceScale,
            ImageGuidanceScale = result.GetValue(guidanceImage) ?? defaults.ImageGuidanceScale,
            NegativePrompt = result.GetValue(negative),
            PreviewEvery = result.GetValue(previewEvery) ?? usualPreview,
            ProgressEvery = Math.Max(1, model.CodesPerPicture / ProgressSteps),
            AllowUntrained = result.GetValue(allowUntrained),
        };
    }
}
