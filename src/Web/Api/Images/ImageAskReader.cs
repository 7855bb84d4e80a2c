using System.Drawing;
using System.Globalization;
using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Api;

/// <summary>Reads what <c>images/generations</c> and <c>images/edits</c> take. What is not honoured is refused by name.</summary>
internal static class ImageAskReader
{
    private const int MaxPartial = 3;

    private static readonly string[] Drawing =
    [
        ChameleonOptionNames.Seed, ChameleonOptionNames.GuidanceText, ChameleonOptionNames.GuidanceImage, ChameleonOptionNames.NegativePrompt,
        ChameleonOptionNames.PictureTemperature, ChameleonOptionNames.PictureTopP, ChameleonOptionNames.PictureTopK,
    ];

    /// <summary>Fields of which only what is the case anyway can be asked for.</summary>
    private static readonly (string Name, string[] Known, string Why)[] Fixed =
    [
        ("response_format", ["b64_json"], "pictures are hosted nowhere; only b64_json is known"),
        ("quality", ["auto", "standard"], "there is one quality; only auto and standard are known"),
        ("background", ["auto", "opaque"], "pictures are opaque"),
        ("moderation", ["auto", "low"], "nothing is moderated"),
        ("input_fidelity", ["low"], "the model draws after a picture, it keeps nothing of it"),
        ("style", [], "ask for it in words"),
        ("output_compression", [], "it is chosen by the format"),
    ];

    /// <summary>Reads a request.</summary>
    /// <param name="body">The fields.</param>
    /// <param name="originals">Pictures to begin with.</param>
    /// <exception cref="ApiException">It makes no sense.</exception>
    public static ImageAsk Read(JsonFields body, IReadOnlyList<DataContent>? originals = null)
    {
        foreach (var (name, known, why) in Fixed)
        {
            if (body.Any(name) is not null && !known.Contains(body.Any(name) is { ValueKind: System.Text.Json.JsonValueKind.String } text ? text.GetString() : null))
            {
                throw ApiThrow.Refused(name, why);
            }
        }

        _ = body.Any("user");
        var isStreamed = body.Flag("stream");
        var format = Format(body);
        var options = new ImageGenerationOptions
        {
            Count = (int)(body.Whole("n", 1, isStreamed ? 1 : SamplingReader.MaxChoices) ?? 1),
            ImageSize = Size(body),
            MediaType = $"image/{format}",
            StreamingCount = isStreamed ? (int)(body.Whole("partial_images", 0, MaxPartial) ?? 0) : null,
            AdditionalProperties = [],
        };
        if (!isStreamed && body.Any("partial_images") is not null)
        {
            throw ApiThrow.Bad("'partial_images' is only for requests with 'stream'.", "partial_images", "invalid_value");
        }

        foreach (var name in Drawing)
        {
            if (body.Any(name) is { } value)
            {
                options.AdditionalProperties[name] = value.Clone();
            }
        }

        var ask = new ImageAsk(new ImageGenerationRequest(body.RequiredText("prompt"), originals), options)
        {
            Model = body.Text("model"),
            Format = format,
            IsStreamed = isStreamed,
        };
        body.RefuseOthers();
        return ask;
    }

    private static string Format(JsonFields body) => body.Text("output_format") switch
    {
        null => "png",
        var known and ("png" or "jpeg" or "webp") => known,
        var other => throw ApiThrow.Value("output_format", other, "png, jpeg or webp"),
    };

    private static Size? Size(JsonFields body)
    {
        const string Name = "size";
        if (body.Text(Name) is not { } text || text == "auto")
        {
            return null;
        }

        return text.Split('x') is [var wide, var high]
            && int.TryParse(wide, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width is > 0 and <= ChameleonImageGenerator.MaxSide
            && height is > 0 and <= ChameleonImageGenerator.MaxSide
                ? new Size(width, height)
                : throw ApiThrow.Value(Name, text, $"auto, or width and height like 512x512, each from 1 to {ChameleonImageGenerator.MaxSide}");
    }
}
