using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Chameleon.Connector;
using Chameleon.Web.Answers;

namespace Chameleon.Web.Pictures;

/// <summary>How a picture was drawn, as far as that is known. What stands in a file or a row may be anybody's. Immutable.</summary>
internal sealed record PictureSettings
{
    private const int MaxNotes = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>How freely.</summary>
    public double? Temperature { get; init; }

    /// <summary>Among the likeliest codes that together have this probability.</summary>
    public double? TopP { get; init; }

    /// <summary>How much it kept to the words.</summary>
    public double? GuidanceText { get; init; }

    /// <summary>How much it kept to the pictures before it.</summary>
    public double? GuidanceImage { get; init; }

    /// <summary>What it was not to be.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Out of a row of the store. Never throws: what is not understood is not known.</summary>
    public static PictureSettings Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PictureSettings>(json, Json) ?? new PictureSettings();
        }
        catch (JsonException)
        {
            return new PictureSettings();
        }
    }

    /// <summary>Out of a file's notes, where they stand as words: <c>temperature 0.7, guidance text 3</c>.</summary>
    public static PictureSettings Of(PictureNotes notes)
    {
        var words = notes.Settings is { Length: <= MaxNotes } settings ? settings : "";
        return new PictureSettings
        {
            Temperature = Number("temperature"),
            TopP = Number("top-p"),
            GuidanceText = Number("guidance text"),
            GuidanceImage = Number("guidance image"),
            NegativePrompt = notes.NegativePrompt is { Length: <= MaxNotes } negative ? negative : null,
        };

        double? Number(string name) => words.Split(", ").FirstOrDefault(word => word.StartsWith(name + ' ', StringComparison.Ordinal)) is { } word
            && double.TryParse(word.AsSpan(name.Length + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
    }

    /// <summary>For a row of the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The settings of a page with these in them, every number inside its range.</summary>
    public AnswerSettings ApplyTo(AnswerSettings settings) => (settings with
    {
        Kind = AnswerKind.Picture,
        PictureTemperature = Temperature ?? settings.PictureTemperature,
        PictureTopP = TopP ?? settings.PictureTopP,
        TextGuidance = GuidanceText ?? settings.TextGuidance,
        PictureGuidance = GuidanceImage ?? settings.PictureGuidance,
        NegativePrompt = NegativePrompt,
    }).Clamped();
}
