using static Chameleon.Engine.Generation.GenerationLimits;

namespace Chameleon.Engine.Generation;

/// <summary>Refuses options that make no sense before anything is computed: one sentence with the value and the limit.</summary>
internal static class OptionsValidation
{
    /// <exception cref="GenerationException"><see cref="GenerationError.InvalidOptions"/>.</exception>
    public static void Validate(GenerationOptions options, int vocabularySize)
    {
        Require(Enum.IsDefined(options.Mode), "Mode", options.Mode, "it must be Text, Picture or Interleaved");
        Require(options.MaxNewTokens is null or >= 1, "MaxNewTokens", options.MaxNewTokens ?? 0, "it must be at least 1, or null for what fits");
        Require(options.Answers is >= 1 and <= MaxAnswers, "Answers", options.Answers, $"it must be from 1 to {MaxAnswers}");
        Require(
            options.CacheScope is null or { Length: > 0 and <= MaxCacheScopeLength },
            "The length of CacheScope",
            options.CacheScope?.Length ?? 0,
            $"it must be from 1 to {MaxCacheScopeLength}, or the scope null");
        Require(options.Processors.All(processor => processor is not null), "An entry of Processors", "null", "each must be a processor");
        ValidateSampling(options.Text, nameof(options.Text));
        Require(
            options.MaxNewTokens is not { } most || options.Text.MinNewTokens <= most,
            "Text.MinNewTokens",
            options.Text.MinNewTokens,
            $"it must not exceed MaxNewTokens, which is {options.MaxNewTokens}");
        Require(
            options.TopProbabilities is null or (>= 0 and <= MaxTopProbabilities),
            "TopProbabilities",
            options.TopProbabilities ?? 0,
            $"it must be from 0 to {MaxTopProbabilities}, or null to tell nothing");
        Require(
            options.DraftTokens is null or (>= 0 and <= MaxDraftTokens),
            "DraftTokens",
            options.DraftTokens ?? 0,
            $"it must be from 0 to {MaxDraftTokens}, or null for the engine's choice");
        Require(
            options.Picture.Kept is null || options.Mode == GenerationMode.Picture, "Mode", options.Mode, "it must be Picture where Picture.Kept is given");
        Require(options.Grammar is null || options.Mode == GenerationMode.Text, "Mode", options.Mode, "it must be Text under a grammar");
        ValidatePicture(options.Picture);
        ValidateStops(options.StopStrings);
        ValidateBias(options.LogitBias, vocabularySize);
    }

    private static void ValidateSampling(SamplingOptions sampling, string name)
    {
        RequireRange(sampling.Temperature, 0, MaxTemperature, $"{name}.Temperature");
        Require(sampling.TopK >= 0, $"{name}.TopK", sampling.TopK, "it must be at least 0, and 0 keeps all");
        RequireShare(sampling.TopP, $"{name}.TopP");
        RequireRange(sampling.MinP, 0, 1, $"{name}.MinP");
        RequireShare(sampling.TypicalP, $"{name}.TypicalP");
        RequireCutoff(sampling.EpsilonCutoff, $"{name}.EpsilonCutoff");
        RequireCutoff(sampling.EtaCutoff, $"{name}.EtaCutoff");
        Require(
            sampling.RepetitionPenalty is > 0 and <= MaxRepetitionPenalty,
            $"{name}.RepetitionPenalty",
            sampling.RepetitionPenalty,
            $"it must be above 0 and at most {MaxRepetitionPenalty}");
        RequireRange(sampling.FrequencyPenalty, -MaxOccurrencePenalty, MaxOccurrencePenalty, $"{name}.FrequencyPenalty");
        RequireRange(sampling.PresencePenalty, -MaxOccurrencePenalty, MaxOccurrencePenalty, $"{name}.PresencePenalty");
        Require(sampling.NoRepeatNgramSize >= 0, $"{name}.NoRepeatNgramSize", sampling.NoRepeatNgramSize, "it must be at least 0, and 0 is off");
        Require(sampling.MinNewTokens >= 0, $"{name}.MinNewTokens", sampling.MinNewTokens, "it must be at least 0");
    }

    private static void ValidatePicture(PictureOptions picture)
    {
        ValidateSampling(picture.Sampling, "Picture.Sampling");
        RequireRange(picture.TextGuidanceScale, -MaxGuidanceScale, MaxGuidanceScale, "Picture.TextGuidanceScale");
        RequireRange(picture.ImageGuidanceScale, -MaxGuidanceScale, MaxGuidanceScale, "Picture.ImageGuidanceScale");
        Require(picture.PreviewEvery >= 0, "Picture.PreviewEvery", picture.PreviewEvery, "it must be at least 0, and 0 sends none");
        Require(picture.ProgressEvery >= 0, "Picture.ProgressEvery", picture.ProgressEvery, "it must be at least 0, and 0 sends none");
        Require(picture.Processors.All(processor => processor is not null), "An entry of Picture.Processors", "null", "each must be a processor");
        var length = picture.NegativePrompt?.Length ?? 0;
        Require(length <= MaxNegativePromptLength, "The length of Picture.NegativePrompt", length, $"it must be at most {MaxNegativePromptLength}");
    }

    private static void ValidateStops(IReadOnlyList<string> stops)
    {
        Require(stops.Count <= MaxStopStrings, "The number of StopStrings", stops.Count, $"it must be at most {MaxStopStrings}");
        foreach (var length in stops.Select(stop => stop?.Length ?? 0))
        {
            Require(
                length is >= 1 and <= MaxStopStringLength,
                "The length of a stop string",
                length,
                $"it must be from 1 to {MaxStopStringLength}");
        }
    }

    private static void ValidateBias(IReadOnlyDictionary<int, float> biases, int vocabularySize)
    {
        Require(biases.Count <= MaxLogitBiases, "The number of LogitBias entries", biases.Count, $"it must be at most {MaxLogitBiases}");
        foreach (var (id, bias) in biases)
        {
            Require(id >= 0 && id < vocabularySize, "A token of LogitBias", id, $"ids go from 0 to {vocabularySize - 1}");
            RequireRange(bias, -MaxLogitBias, MaxLogitBias, $"LogitBias of token {id}");
        }
    }

    private static void RequireRange(float value, float low, float high, string what) =>
        Require(value >= low && value <= high, what, value, $"it must be from {low} to {high}");

    private static void RequireShare(float value, string what) =>
        Require(value is > 0 and <= 1, what, value, "it must be above 0 and at most 1");

    private static void RequireCutoff(float value, string what) =>
        Require(value is >= 0 and < 1, what, value, "it must be at least 0 and below 1");

    private static void Require(bool holds, string what, object value, string limit)
    {
        if (!holds)
        {
            throw GenerationThrow.InvalidOption(what, value, limit);
        }
    }
}
