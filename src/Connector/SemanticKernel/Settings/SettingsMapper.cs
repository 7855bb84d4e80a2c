using System.Text.Json;
using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.SemanticKernel;

/// <summary>Turns settings into the options of the chat client.</summary>
internal static class SettingsMapper
{
    private const string SystemPrompt = "chat_system_prompt";

    /// <summary>The options that say the same. The settings are not changed; frozen ones will do.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public static ChatOptions ToChatOptions(ChameleonPromptExecutionSettings settings)
    {
        if (settings.MaxTokens is < 1)
        {
            throw SkThrow.MaxTokens(settings.MaxTokens.Value);
        }

        var more = new AdditionalPropertiesDictionary();
        foreach (var (name, value) in settings.ExtensionData ?? new Dictionary<string, object>())
        {
            more[name] = value;
        }

        more.Remove(SystemPrompt, out var instructions);
        foreach (var (name, value) in Own(settings))
        {
            if (value is not null)
            {
                more[name] = value;
            }
        }

        return new ChatOptions
        {
            Instructions = instructions?.ToString(),
            Temperature = settings.Temperature,
            TopP = settings.TopP,
            TopK = settings.TopK,
            MaxOutputTokens = settings.MaxTokens,
            Seed = settings.Seed,
            StopSequences = settings.StopSequences is null ? null : [.. settings.StopSequences],
            FrequencyPenalty = settings.FrequencyPenalty,
            PresencePenalty = settings.PresencePenalty,
            ResponseFormat = Format(settings.ResponseFormat),
            AdditionalProperties = more,
        };
    }

    /// <summary>Copies everything that is Chameleon's own.</summary>
    public static void Copy(ChameleonPromptExecutionSettings from, ChameleonPromptExecutionSettings to)
    {
        to.Mode = from.Mode;
        to.Temperature = from.Temperature;
        to.TopP = from.TopP;
        to.TopK = from.TopK;
        to.MinP = from.MinP;
        to.TypicalP = from.TypicalP;
        to.MaxTokens = from.MaxTokens;
        to.Seed = from.Seed;
        to.StopSequences = from.StopSequences is null ? null : new List<string>(from.StopSequences);
        to.FrequencyPenalty = from.FrequencyPenalty;
        to.PresencePenalty = from.PresencePenalty;
        to.RepetitionPenalty = from.RepetitionPenalty;
        to.ResponseFormat = from.ResponseFormat;
        to.GuidanceText = from.GuidanceText;
        to.GuidanceImage = from.GuidanceImage;
        to.NegativePrompt = from.NegativePrompt;
        to.PictureTemperature = from.PictureTemperature;
        to.PictureTopP = from.PictureTopP;
        to.PictureTopK = from.PictureTopK;
        to.PreviewEvery = from.PreviewEvery;
        to.ProgressEvery = from.ProgressEvery;
        to.CacheScope = from.CacheScope;
        to.AllowUntrained = from.AllowUntrained;
        to.ContinueFinalMessage = from.ContinueFinalMessage;
    }

    /// <summary>A response format as it can go through JSON: a type becomes its schema.</summary>
    public static object? Storable(object? format) => format switch
    {
        Type type => AIJsonUtilities.CreateJsonSchema(type),
        ChatResponseFormatJson { Schema: { } schema } => schema,
        ChatResponseFormatJson => "json_object",
        ChatResponseFormatText => "text",
        null or string or JsonElement => format,
        _ => throw SkThrow.ResponseFormat(format.GetType().Name),
    };

    private static IEnumerable<(string Name, object? Value)> Own(ChameleonPromptExecutionSettings settings) =>
    [
        (ChameleonOptionNames.Mode, settings.Mode),
        (ChameleonOptionNames.MinP, settings.MinP),
        (ChameleonOptionNames.TypicalP, settings.TypicalP),
        (ChameleonOptionNames.RepetitionPenalty, settings.RepetitionPenalty),
        (ChameleonOptionNames.GuidanceText, settings.GuidanceText),
        (ChameleonOptionNames.GuidanceImage, settings.GuidanceImage),
        (ChameleonOptionNames.NegativePrompt, settings.NegativePrompt),
        (ChameleonOptionNames.PictureTemperature, settings.PictureTemperature),
        (ChameleonOptionNames.PictureTopP, settings.PictureTopP),
        (ChameleonOptionNames.PictureTopK, settings.PictureTopK),
        (ChameleonOptionNames.PreviewEvery, settings.PreviewEvery),
        (ChameleonOptionNames.ProgressEvery, settings.ProgressEvery),
        (ChameleonOptionNames.CacheScope, settings.CacheScope),
        (ChameleonOptionNames.AllowUntrained, settings.AllowUntrained),
        (ChameleonOptionNames.ContinueFinalMessage, settings.ContinueFinalMessage),
    ];

    private static ChatResponseFormat? Format(object? format) => format switch
    {
        null => null,
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        JsonElement { ValueKind: JsonValueKind.String } text => Format(text.GetString()),
        JsonElement { ValueKind: JsonValueKind.Object } schema => ChatResponseFormat.ForJsonSchema(schema),
        _ => throw SkThrow.ResponseFormat($"'{format}'"),
    };
}
