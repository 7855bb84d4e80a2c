using Chameleon.Engine.Generation;
using static Chameleon.Engine.Generation.GenerationLimits;

namespace Chameleon.Connector;

/// <summary>The limits of what callers set, each refused by the name that the caller used. Null is unset and passes.</summary>
internal static class ChatOptionChecks
{
    public static float? Temperature(float? value, string name) => Range(value, 0, MaxTemperature, name);

    public static float? Guidance(float? value, string name) => Range(value, -MaxGuidanceScale, MaxGuidanceScale, name);

    public static float? OccurrencePenalty(float? value, string name) => Range(value, -MaxOccurrencePenalty, MaxOccurrencePenalty, name);

    public static float? RepetitionPenalty(float? value, string name) =>
        value is null or (> 0 and <= MaxRepetitionPenalty) ? value : throw ChatThrow.Option(name, value, $"it must be above 0 and at most {MaxRepetitionPenalty}");

    public static float? Share(float? value, string name) =>
        value is null or (> 0 and <= 1) ? value : throw ChatThrow.Option(name, value, "it must be above 0 and at most 1");

    public static float? MinP(float? value, string name) => Range(value, 0, 1, name);

    public static int? Count(int? value, int least, string name) =>
        value is null || value >= least ? value : throw ChatThrow.Option(name, value, $"it must be at least {least}");

    public static int? TopProbabilities(int? value, string name) => value is null or (>= 0 and <= MaxTopProbabilities)
        ? value
        : throw ChatThrow.Option(name, value, $"it must be from 0 to {MaxTopProbabilities}");

    public static string? CacheScope(string? value, string name) => value is null or { Length: > 0 and <= MaxCacheScopeLength }
        ? value
        : throw ChatThrow.Option($"The length of {name}", value.Length, $"it must be from 1 to {MaxCacheScopeLength}");

    public static string? NegativePrompt(string? value, string name) => value is null or { Length: <= MaxNegativePromptLength }
        ? value
        : throw ChatThrow.Option($"The length of {name}", value.Length, $"it must be at most {MaxNegativePromptLength}");

    public static IReadOnlyList<string> StopSequences(IEnumerable<string>? values, string name)
    {
        string[] stops = [.. values ?? []];
        if (stops.Length > MaxStopStrings)
        {
            throw ChatThrow.Option($"The number of {name}", stops.Length, $"it must be at most {MaxStopStrings}");
        }

        foreach (var stop in stops)
        {
            if (stop is not { Length: >= 1 and <= MaxStopStringLength })
            {
                throw ChatThrow.Option($"The length of one of {name}", stop?.Length ?? 0, $"it must be from 1 to {MaxStopStringLength}");
            }
        }

        return stops;
    }

    private static float? Range(float? value, float low, float high, string name) =>
        value is null || (value >= low && value <= high) ? value : throw ChatThrow.Option(name, value, $"it must be from {low} to {high}");
}
