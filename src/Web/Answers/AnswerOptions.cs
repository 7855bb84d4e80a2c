using Chameleon.Connector;
using Chameleon.Engine.Models;
using Chameleon.Web.Data;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Answers;

/// <summary>From the settings of the page to what the connector takes.</summary>
internal static class AnswerOptions
{
    /// <summary>Previews cost what decoding a picture costs: so many for one picture, and not more.</summary>
    private const int PreviewsOfAPicture = 8;

    private const int ProgressReports = 64;

    /// <summary>The options of one answer.</summary>
    /// <param name="settings">How to answer.</param>
    /// <param name="model">Who answers.</param>
    /// <param name="conversation">Whose earlier turns need not be computed again.</param>
    public static ChatOptions From(AnswerSettings settings, ModelInfo model, ConversationId conversation)
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = settings.MaxTokens,
            Seed = settings.Seed,
            AdditionalProperties = new AdditionalPropertiesDictionary
            {
                [ChameleonOptionNames.Mode] = Mode(settings.Kind, model),
                [ChameleonOptionNames.CacheScope] = conversation.ToString(),
                [ChameleonOptionNames.RepetitionPenalty] = settings.RepetitionPenalty,
                [ChameleonOptionNames.GuidanceText] = settings.TextGuidance,
                [ChameleonOptionNames.GuidanceImage] = settings.PictureGuidance,
                [ChameleonOptionNames.PictureTemperature] = settings.PictureTemperature,
                [ChameleonOptionNames.PictureTopP] = settings.PictureTopP,
                [ChameleonOptionNames.PictureTopK] = 0,
                [ChameleonOptionNames.PreviewEvery] = settings.Previews ? Every(PreviewsOfAPicture, model) : 0,
                [ChameleonOptionNames.ProgressEvery] = Every(ProgressReports, model),
                [ChameleonOptionNames.NegativePrompt] = settings.NegativePrompt,
            },
            Temperature = (float)settings.Temperature,
            TopP = (float)settings.TopP,
            TopK = settings.TopK,
        };
        return options;
    }

    private static string Mode(AnswerKind kind, ModelInfo model) => kind switch
    {
        AnswerKind.Picture => "picture",
        AnswerKind.Automatic when model.CanDraw => "interleaved",
        _ => "text",
    };

    private static int Every(int times, ModelInfo model) => Math.Max(1, model.CodesPerPicture / times);
}
