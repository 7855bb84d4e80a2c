using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// From <see cref="ChatOptions"/> to what the engine takes. Begins with what
/// <see cref="ChatOptions.RawRepresentationFactory"/> gives, when that is a <see cref="GenerationOptions"/>, and sets only
/// what still has its default there.
/// </summary>
internal static class GenerationOptionsMapper
{
    private static readonly GenerationOptions Defaults = new();

    /// <summary>Checks and maps.</summary>
    /// <param name="options">What the caller wants; not changed.</param>
    /// <param name="client">Handed to the factory.</param>
    /// <param name="cacheScope">Scope where the caller names none.</param>
    /// <param name="isWatched">Whether previews and progress reach anybody.</param>
    /// <returns>With a seed in any case, so that it can be told.</returns>
    /// <exception cref="ArgumentException">A value makes no sense; its name, the value and the limit are told.</exception>
    public static GenerationOptions Map(ChatOptions? options, IChatClient client, string? cacheScope, bool isWatched)
    {
        var raw = options?.RawRepresentationFactory?.Invoke(client) as GenerationOptions ?? Defaults;
        if (raw.Answers != 1)
        {
            throw ChatThrow.Option(nameof(GenerationOptions.Answers), raw.Answers, "a chat has one answer; ask several times");
        }

        var extra = new ExtraOptions(options?.AdditionalProperties);
        var mode = Unset(raw.Mode, Defaults.Mode, extra.Choice<GenerationMode>(ChameleonOptionNames.Mode));
        return raw with
        {
            Mode = mode,
            MaxNewTokens = raw.MaxNewTokens ?? ChatOptionChecks.Count(options?.MaxOutputTokens, 1, nameof(options.MaxOutputTokens)),
            Seed = raw.Seed ?? options?.Seed ?? Random.Shared.NextInt64(),
            StopStrings = raw.StopStrings.Count > 0 ? raw.StopStrings : ChatOptionChecks.StopSequences(options?.StopSequences, nameof(options.StopSequences)),
            CacheScope = raw.CacheScope
                ?? ChatOptionChecks.CacheScope(extra.Text(ChameleonOptionNames.CacheScope), ChameleonOptionNames.CacheScope)
                ?? cacheScope,
            TopProbabilities = raw.TopProbabilities
                ?? ChatOptionChecks.TopProbabilities(extra.Count(ChameleonOptionNames.TopProbabilities), ChameleonOptionNames.TopProbabilities),
            Text = Text(raw.Text, options, extra),
            Picture = Picture(raw.Picture, mode, options, extra, isWatched),
        };
    }

    private static SamplingOptions Text(SamplingOptions raw, ChatOptions? options, ExtraOptions extra)
    {
        var unset = Defaults.Text;
        return raw with
        {
            Temperature = Unset(raw.Temperature, unset.Temperature, ChatOptionChecks.Temperature(options?.Temperature, nameof(options.Temperature))),
            TopP = Unset(raw.TopP, unset.TopP, ChatOptionChecks.Share(options?.TopP, nameof(options.TopP))),
            TopK = Unset(raw.TopK, unset.TopK, ChatOptionChecks.Count(options?.TopK, 0, nameof(options.TopK))),
            FrequencyPenalty = Unset(
                raw.FrequencyPenalty, unset.FrequencyPenalty, ChatOptionChecks.OccurrencePenalty(options?.FrequencyPenalty, nameof(options.FrequencyPenalty))),
            PresencePenalty = Unset(
                raw.PresencePenalty, unset.PresencePenalty, ChatOptionChecks.OccurrencePenalty(options?.PresencePenalty, nameof(options.PresencePenalty))),
            RepetitionPenalty = Unset(
                raw.RepetitionPenalty,
                unset.RepetitionPenalty,
                ChatOptionChecks.RepetitionPenalty(extra.Number(ChameleonOptionNames.RepetitionPenalty), ChameleonOptionNames.RepetitionPenalty)),
            MinP = Unset(raw.MinP, unset.MinP, ChatOptionChecks.MinP(extra.Number(ChameleonOptionNames.MinP), ChameleonOptionNames.MinP)),
            TypicalP = Unset(raw.TypicalP, unset.TypicalP, ChatOptionChecks.Share(extra.Number(ChameleonOptionNames.TypicalP), ChameleonOptionNames.TypicalP)),
        };
    }

    /// <summary>How pictures are drawn.</summary>
    /// <param name="raw">Where it begins.</param>
    /// <param name="mode">What is made.</param>
    /// <param name="options">The plain options; null for none.</param>
    /// <param name="extra">The additional ones.</param>
    /// <param name="isWatched">Whether previews and progress reach anybody.</param>
    public static PictureOptions Picture(PictureOptions raw, GenerationMode mode, ChatOptions? options, ExtraOptions extra, bool isWatched)
    {
        var unset = Defaults.Picture;

        // Where nothing but a picture is made, the plain options can only mean it.
        var plain = mode == GenerationMode.Picture ? options : null;
        return raw with
        {
            TextGuidanceScale = Unset(
                raw.TextGuidanceScale,
                unset.TextGuidanceScale,
                ChatOptionChecks.Guidance(extra.Number(ChameleonOptionNames.GuidanceText), ChameleonOptionNames.GuidanceText)),
            ImageGuidanceScale = Unset(
                raw.ImageGuidanceScale,
                unset.ImageGuidanceScale,
                ChatOptionChecks.Guidance(extra.Number(ChameleonOptionNames.GuidanceImage), ChameleonOptionNames.GuidanceImage)),
            NegativePrompt = raw.NegativePrompt
                ?? ChatOptionChecks.NegativePrompt(extra.Text(ChameleonOptionNames.NegativePrompt), ChameleonOptionNames.NegativePrompt),
            PreviewEvery = Watched(raw.PreviewEvery, ChameleonOptionNames.PreviewEvery),
            ProgressEvery = Watched(raw.ProgressEvery, ChameleonOptionNames.ProgressEvery),
            AllowUntrained = raw.AllowUntrained || (extra.Flag(ChameleonOptionNames.AllowUntrained) ?? false),
            Sampling = raw.Sampling with
            {
                Temperature = Unset(
                    raw.Sampling.Temperature,
                    unset.Sampling.Temperature,
                    ChatOptionChecks.Temperature(extra.Number(ChameleonOptionNames.PictureTemperature), ChameleonOptionNames.PictureTemperature) ?? plain?.Temperature),
                TopP = Unset(
                    raw.Sampling.TopP,
                    unset.Sampling.TopP,
                    ChatOptionChecks.Share(extra.Number(ChameleonOptionNames.PictureTopP), ChameleonOptionNames.PictureTopP) ?? plain?.TopP),
                TopK = Unset(
                    raw.Sampling.TopK,
                    unset.Sampling.TopK,
                    ChatOptionChecks.Count(extra.Count(ChameleonOptionNames.PictureTopK), 0, ChameleonOptionNames.PictureTopK) ?? plain?.TopK),
            },
        };

        int Watched(int value, string name)
        {
            var wanted = Unset(value, 0, ChatOptionChecks.Count(extra.Count(name), 0, name));
            return isWatched ? wanted : 0;
        }
    }

    private static T Unset<T>(T value, T unset, T? wanted)
        where T : struct => EqualityComparer<T>.Default.Equals(value, unset) ? wanted ?? value : value;
}
