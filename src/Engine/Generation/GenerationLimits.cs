namespace Chameleon.Engine.Generation;

/// <summary>What a request may ask for at most.</summary>
public static class GenerationLimits
{
    /// <summary>Answers to one prompt.</summary>
    public const int MaxAnswers = 64;

    /// <summary>Stop strings.</summary>
    public const int MaxStopStrings = 16;

    /// <summary>Characters of a stop string.</summary>
    public const int MaxStopStringLength = 1000;

    /// <summary>Single tokens with a bias.</summary>
    public const int MaxLogitBiases = 1000;

    /// <summary>Absolute value of a bias.</summary>
    public const float MaxLogitBias = 100;

    /// <summary>Temperature.</summary>
    public const float MaxTemperature = 100;

    /// <summary>Absolute value of frequency and presence penalty.</summary>
    public const float MaxOccurrencePenalty = 2;

    /// <summary>Repetition penalty.</summary>
    public const float MaxRepetitionPenalty = 100;

    /// <summary>Absolute value of a guidance scale.</summary>
    public const float MaxGuidanceScale = 100;

    /// <summary>Characters of a negative prompt.</summary>
    public const int MaxNegativePromptLength = 10_000;

    /// <summary>Characters of a cache scope.</summary>
    public const int MaxCacheScopeLength = 200;

    /// <summary>Likeliest tokens that are told beside each token.</summary>
    public const int MaxTopProbabilities = 20;

    /// <summary>Tokens that a pass computes on trial for an answer.</summary>
    public const int MaxDraftTokens = 16;

    /// <summary>Pieces of a prompt.</summary>
    public const int MaxPromptParts = 10_000;
}
