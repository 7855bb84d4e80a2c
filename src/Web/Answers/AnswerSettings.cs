namespace Chameleon.Web.Answers;

/// <summary>How answers are made; the defaults are Meta's own. Immutable.</summary>
public sealed record AnswerSettings
{
    /// <summary>The defaults.</summary>
    public static AnswerSettings Default { get; } = new();

    /// <summary>What an answer may consist of.</summary>
    public AnswerKind Kind { get; init; }

    /// <summary>How freely words are chosen; 0 always takes the likeliest. 0 to 2.</summary>
    public double Temperature { get; init; } = 0.7;

    /// <summary>The likeliest words that together have this probability. Above 0 to 1.</summary>
    public double TopP { get; init; } = 0.9;

    /// <summary>Only so many of the likeliest words; 0: all. 0 to 1000.</summary>
    public int TopK { get; init; }

    /// <summary>Makes words that came up already less likely; 1 does not. 1 to 2.</summary>
    public double RepetitionPenalty { get; init; } = 1.2;

    /// <summary>Most tokens of an answer; null: as many as the context holds.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Same seed, same answer; null: another each time.</summary>
    public long? Seed { get; init; }

    /// <summary>How much a picture keeps to the words. 1 to 10.</summary>
    public double TextGuidance { get; init; } = 3;

    /// <summary>How much a picture keeps to the pictures before it. 1 to 10.</summary>
    public double PictureGuidance { get; init; } = 1.2;

    /// <summary>How freely a picture is drawn. 0 to 2.</summary>
    public double PictureTemperature { get; init; } = 0.7;

    /// <summary>The likeliest codes that together have this probability. Above 0 to 1.</summary>
    public double PictureTopP { get; init; } = 0.9;

    /// <summary>What a picture shall not be; null: nothing.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Whether a picture is shown while it is drawn.</summary>
    public bool Previews { get; init; } = true;

    /// <summary>The same with every number inside its range: what a browser remembers may be anybody's.</summary>
    public AnswerSettings Clamped() => this with
    {
        Kind = Enum.IsDefined(Kind) ? Kind : AnswerKind.Automatic,
        Temperature = Within(Temperature, 0, 2, Default.Temperature),
        TopP = Within(TopP, 0.01, 1, Default.TopP),
        TopK = Math.Clamp(TopK, 0, 1000),
        RepetitionPenalty = Within(RepetitionPenalty, 1, 2, Default.RepetitionPenalty),
        MaxTokens = MaxTokens is { } most ? Math.Clamp(most, 1, 65536) : null,
        TextGuidance = Within(TextGuidance, 1, 10, Default.TextGuidance),
        PictureGuidance = Within(PictureGuidance, 1, 10, Default.PictureGuidance),
        PictureTemperature = Within(PictureTemperature, 0, 2, Default.PictureTemperature),
        PictureTopP = Within(PictureTopP, 0.01, 1, Default.PictureTopP),
        NegativePrompt = string.IsNullOrWhiteSpace(NegativePrompt) ? null : NegativePrompt[..Math.Min(NegativePrompt.Length, 1000)],
    };

    private static double Within(double value, double least, double most, double otherwise) =>
        double.IsFinite(value) ? Math.Clamp(value, least, most) : otherwise;
}
