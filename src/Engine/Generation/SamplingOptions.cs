namespace Chameleon.Engine.Generation;

/// <summary>How a token is chosen from logits. Defaults change nothing; <see cref="ForText"/> is Meta's own choice.</summary>
public sealed record SamplingOptions
{
    /// <summary>Meta's defaults for text: temperature 0.7, top-p 0.9, repetition penalty 1.2.</summary>
    public static SamplingOptions ForText { get; } = new() { Temperature = 0.7f, TopP = 0.9f, RepetitionPenalty = 1.2f };

    /// <summary>Meta's defaults for pictures: temperature 0.7, top-p 0.9.</summary>
    public static SamplingOptions ForPictures { get; } = new() { Temperature = 0.7f, TopP = 0.9f };

    /// <summary>The likeliest token, always.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>Divides the logits; 0 takes the likeliest token. 0 to 100.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Keeps the k likeliest tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keeps the likeliest tokens that together have this probability; 1 keeps all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Drops tokens below this share of the likeliest one's probability; 0 drops none.</summary>
    public float MinP { get; init; }

    /// <summary>Keeps the tokens of most typical information content up to this probability; 1 keeps all.</summary>
    public float TypicalP { get; init; } = 1;

    /// <summary>Drops tokens below this probability; 0 drops none.</summary>
    public float EpsilonCutoff { get; init; }

    /// <summary>Drops tokens by an entropy-dependent bound; 0 drops none.</summary>
    public float EtaCutoff { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens that came up already; 1 is off.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Subtracted once per earlier occurrence in the answer (OpenAI's rule), −2 to 2.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Subtracted once from each token of the answer (OpenAI's rule), −2 to 2.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>No run of so many tokens comes up twice; 0 is off.</summary>
    public int NoRepeatNgramSize { get; init; }

    /// <summary>The answer cannot end before so many tokens.</summary>
    public int MinNewTokens { get; init; }
}
