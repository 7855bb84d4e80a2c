using Chameleon.Engine.Generation;
using Chameleon.Engine.Models;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>What a drawing took: the prompt once, as it is read once, and all its pictures.</summary>
internal static class DrawingUsage
{
    /// <summary>The counts.</summary>
    /// <param name="result">What was drawn.</param>
    /// <param name="prompt">From what.</param>
    /// <param name="model">By which model.</param>
    public static UsageDetails Of(GenerationResult result, IReadOnlyList<PromptPart> prompt, ModelInfo model)
    {
        const int OpeningAndClosing = 2;
        var first = result.Answers[0].Usage;
        var output = result.Answers.Sum(answer => (long)answer.Usage.TextTokens + answer.Usage.PictureTokens);
        return new UsageDetails
        {
            InputTokenCount = first.PromptTokens,
            CachedInputTokenCount = first.CachedTokens,
            OutputTokenCount = output,
            TotalTokenCount = first.PromptTokens + output,
            AdditionalCounts = new AdditionalPropertiesDictionary<long>
            {
                [ChameleonUsageNames.InputPictureTokens] = prompt.OfType<PromptPart.PictureCodes>().Count() * (model.CodesPerPicture + OpeningAndClosing),
                [ChameleonUsageNames.OutputPictureTokens] = result.Answers.Sum(answer => (long)answer.Usage.PictureTokens),
            },
        };
    }
}
