using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chameleon.Connector;
using Microsoft.SemanticKernel;

namespace Chameleon.SemanticKernel;

/// <summary>
/// What can be set for one request to Chameleon. Null leaves a value to the model's defaults; what makes no sense is refused
/// before the model runs. Not thread-safe until <see cref="Freeze"/>.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed class ChameleonPromptExecutionSettings : PromptExecutionSettings
{
    private static readonly JsonSerializerOptions Permissive = new()
    {
        AllowTrailingCommas = true,
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>What an answer may consist of: <c>text</c>, <c>picture</c> or <c>interleaved</c>.</summary>
    [JsonPropertyName(ChameleonOptionNames.Mode)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mode { get; set => field = Unfrozen(value); }

    /// <summary>Randomness of text, 0 to 100; 0 takes the likeliest token.</summary>
    [JsonPropertyName("temperature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Temperature { get; set => field = Unfrozen(value); }

    /// <summary>Text tokens are chosen among the likeliest that together have this probability.</summary>
    [JsonPropertyName("top_p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? TopP { get; set => field = Unfrozen(value); }

    /// <summary>Text tokens are chosen among so many of the likeliest.</summary>
    [JsonPropertyName("top_k")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TopK { get; set => field = Unfrozen(value); }

    /// <summary>Text tokens below this share of the likeliest one's probability are dropped.</summary>
    [JsonPropertyName(ChameleonOptionNames.MinP)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? MinP { get; set => field = Unfrozen(value); }

    /// <summary>Text tokens of the most typical information content are kept up to this probability.</summary>
    [JsonPropertyName(ChameleonOptionNames.TypicalP)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? TypicalP { get; set => field = Unfrozen(value); }

    /// <summary>Most tokens of an answer, the codes of its pictures included; at least 1.</summary>
    [JsonPropertyName("max_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens { get; set => field = Unfrozen(value); }

    /// <summary>Same seed, same answer; null: a fresh one each time.</summary>
    [JsonPropertyName("seed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; set => field = Unfrozen(value); }

    /// <summary>Strings that end the answer and are not part of it.</summary>
    [JsonPropertyName("stop_sequences")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? StopSequences { get; set => field = Unfrozen(value); }

    /// <summary>Subtracted once per earlier occurrence of a token, −2 to 2.</summary>
    [JsonPropertyName("frequency_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? FrequencyPenalty { get; set => field = Unfrozen(value); }

    /// <summary>Subtracted once from every token that came up already, −2 to 2.</summary>
    [JsonPropertyName("presence_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? PresencePenalty { get; set => field = Unfrozen(value); }

    /// <summary>Divides the logits of tokens that came up already; 1 is off.</summary>
    [JsonPropertyName(ChameleonOptionNames.RepetitionPenalty)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? RepetitionPenalty { get; set => field = Unfrozen(value); }

    /// <summary>
    /// Form of the text: <c>text</c>, <c>json_object</c>, or a JSON schema that the answer shall fit (a
    /// <see cref="JsonElement"/>; a .NET type becomes the schema of its JSON).
    /// </summary>
    [JsonPropertyName("response_format")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? ResponseFormat { get; set => field = Unfrozen(SettingsMapper.Storable(value)); }

    /// <summary>How closely a drawn picture keeps to the text; 1 with <see cref="GuidanceImage"/> 1 is no guidance.</summary>
    [JsonPropertyName(ChameleonOptionNames.GuidanceText)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? GuidanceText { get; set => field = Unfrozen(value); }

    /// <summary>How closely a drawn picture keeps to the prompt's pictures.</summary>
    [JsonPropertyName(ChameleonOptionNames.GuidanceImage)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? GuidanceImage { get; set => field = Unfrozen(value); }

    /// <summary>What a drawn picture shall not be.</summary>
    [JsonPropertyName(ChameleonOptionNames.NegativePrompt)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NegativePrompt { get; set => field = Unfrozen(value); }

    /// <summary>Randomness of pictures, 0 to 100.</summary>
    [JsonPropertyName(ChameleonOptionNames.PictureTemperature)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? PictureTemperature { get; set => field = Unfrozen(value); }

    /// <summary>As <see cref="TopP"/>, for picture codes.</summary>
    [JsonPropertyName(ChameleonOptionNames.PictureTopP)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? PictureTopP { get; set => field = Unfrozen(value); }

    /// <summary>As <see cref="TopK"/>, for picture codes.</summary>
    [JsonPropertyName(ChameleonOptionNames.PictureTopK)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PictureTopK { get; set => field = Unfrozen(value); }

    /// <summary>A streamed picture is previewed every so many codes; 0: not at all. No effect without streaming.</summary>
    [JsonPropertyName(ChameleonOptionNames.PreviewEvery)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PreviewEvery { get; set => field = Unfrozen(value); }

    /// <summary>A streamed picture says how far it is every so many codes; 0: not at all. No effect without streaming.</summary>
    [JsonPropertyName(ChameleonOptionNames.ProgressEvery)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ProgressEvery { get; set => field = Unfrozen(value); }

    /// <summary>Requests of one scope share cached prompts, so that the next turn computes only what is new.</summary>
    [JsonPropertyName(ChameleonOptionNames.CacheScope)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CacheScope { get; set => field = Unfrozen(value); }

    /// <summary>Draws although the checkpoint does not say that it can; the caller answers for licence and quality.</summary>
    [JsonPropertyName(ChameleonOptionNames.AllowUntrained)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(LenientBoolConverter))]
    public bool? AllowUntrained { get; set => field = Unfrozen(value); }

    /// <summary>The answer goes on with a last message of the assistant's instead of replying to it.</summary>
    [JsonPropertyName(ChameleonOptionNames.ContinueFinalMessage)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(LenientBoolConverter))]
    public bool? ContinueFinalMessage { get; set => field = Unfrozen(value); }

    /// <summary>
    /// Reads any connector's settings as Chameleon's. What is named alike carries over; the rest stays in
    /// <see cref="PromptExecutionSettings.ExtensionData"/>.
    /// </summary>
    /// <param name="executionSettings">Any settings; null: the defaults.</param>
    /// <returns>The same instance when it is Chameleon's already.</returns>
    /// <exception cref="ArgumentException">A value cannot be read.</exception>
    public static ChameleonPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? executionSettings)
    {
        switch (executionSettings)
        {
            case null:
                return new ChameleonPromptExecutionSettings();
            case ChameleonPromptExecutionSettings settings:
                return settings;
        }

        try
        {
            // By the runtime type: properties of another connector's settings are lost by the base type.
            var json = JsonSerializer.SerializeToUtf8Bytes(executionSettings, executionSettings.GetType());
            var settings = JsonSerializer.Deserialize<ChameleonPromptExecutionSettings>(json, Permissive)!;

            // The functions in it do not survive JSON.
            settings.FunctionChoiceBehavior = executionSettings.FunctionChoiceBehavior;
            return settings;
        }
        catch (JsonException exception)
        {
            throw SkThrow.UnreadableSettings(executionSettings.GetType(), exception);
        }
    }

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
        {
            return;
        }

        if (StopSequences is { } stops)
        {
            StopSequences = new ReadOnlyCollection<string>([.. stops]);
        }

        base.Freeze();
    }

    /// <summary>A copy of everything, not frozen.</summary>
    public override PromptExecutionSettings Clone()
    {
        var clone = new ChameleonPromptExecutionSettings
        {
            ServiceId = ServiceId,
            ModelId = ModelId,
            FunctionChoiceBehavior = FunctionChoiceBehavior,
            ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        };
        SettingsMapper.Copy(this, clone);
        return clone;
    }

    private T Unfrozen<T>(T value)
    {
        ThrowIfFrozen();
        return value;
    }
}
