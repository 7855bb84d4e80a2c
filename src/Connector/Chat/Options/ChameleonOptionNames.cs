using Microsoft.Extensions.AI;

namespace Chameleon.Connector;

/// <summary>
/// Keys of <see cref="ChatOptions.AdditionalProperties"/> that the model understands beyond the typed options. Numbers
/// may come as any number, as a string or as JSON. Other keys are left alone; a known key with a value that makes no
/// sense is refused with its name, the value and the limit.
/// </summary>
public static class ChameleonOptionNames
{
    /// <summary>What the answer may consist of: <c>text</c> (default), <c>picture</c> or <c>interleaved</c>.</summary>
    public const string Mode = "mode";

    /// <summary>Guidance of pictures by the text, −100 to 100.</summary>
    public const string GuidanceText = "guidance_text";

    /// <summary>Guidance of pictures by the prompt's pictures, −100 to 100.</summary>
    public const string GuidanceImage = "guidance_image";

    /// <summary>What a picture shall not be, at most 10,000 characters.</summary>
    public const string NegativePrompt = "negative_prompt";

    /// <summary>Streaming only: a preview every so many picture codes; 0 sends none.</summary>
    public const string PreviewEvery = "preview_every";

    /// <summary>Streaming only: an update without contents every so many picture codes; 0 sends none.</summary>
    public const string ProgressEvery = "progress_every";

    /// <summary>
    /// Image generation only, where the typed options have no place for it: same seed, same pictures. Each picture's content
    /// carries its own seed under this key.
    /// </summary>
    public const string Seed = "seed";

    /// <summary>Temperature of pictures, 0 to 100.</summary>
    public const string PictureTemperature = "picture_temperature";

    /// <summary>Top-p of pictures, above 0 and at most 1.</summary>
    public const string PictureTopP = "picture_top_p";

    /// <summary>Top-k of pictures; 0 keeps all.</summary>
    public const string PictureTopK = "picture_top_k";

    /// <summary>Repetition penalty of text, above 0 and at most 100; 1 is off.</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    /// <summary>Drops text tokens below this share of the likeliest one's probability, 0 to 1.</summary>
    public const string MinP = "min_p";

    /// <summary>Typical-p of text, above 0 and at most 1.</summary>
    public const string TypicalP = "typical_p";

    /// <summary>
    /// Tells how likely each token of text was, and so many of the likeliest, 0 to 20: as
    /// <see cref="ChameleonUsageNames.TokenChoices"/>, and in a stream already with each update's <see cref="ChameleonUpdate.Step"/>.
    /// </summary>
    public const string TopProbabilities = "top_probabilities";

    /// <summary>
    /// Who may share what was computed before (a user, a conversation), at most 200 characters: see
    /// <see cref="ChameleonChatClientOptions.CacheScope"/>.
    /// </summary>
    public const string CacheScope = "cache_scope";

    /// <summary>Draws although the checkpoint does not say that its picture rows are trained; true or false.</summary>
    public const string AllowUntrained = "allow_untrained";

    /// <summary>
    /// The answer goes on with a last message of the assistant's instead of replying to it; true or false (default).
    /// </summary>
    public const string ContinueFinalMessage = "continue_final_message";
}
