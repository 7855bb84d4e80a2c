using System.Text.Json;

namespace Chameleon.Engine.Imaging;

/// <summary>Reads one <c>preprocessor_config.json</c>; see <see cref="ImageProcessorConfig.FromJson"/>.</summary>
internal sealed class ImageProcessorConfigReader
{
    private const int LargestSide = 16384;

    private static readonly HashSet<string> ProcessorTypes = new(StringComparer.Ordinal)
    {
        "ChameleonImageProcessor", "ChameleonImageProcessorFast", "ChameleonImageProcessorPil",
    };

    // About the files and the calling code, not about pixels.
    private static readonly HashSet<string> WithoutEffect = new(StringComparer.Ordinal)
    {
        "processor_class", "feature_extractor_type", "_valid_processor_keys", "return_tensors", "device",
        "disable_grouping", "image_seq_length", "default_to_square", "auto_map", "_name_or_path", "transformers_version",
    };

    private static JsonElement Absent => default;

    private readonly Dictionary<string, JsonElement> options = new(StringComparer.Ordinal);

    public ImageProcessorConfig Read(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = Parse(utf8Json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"preprocessor_config.json holds a JSON {document.RootElement.ValueKind} where an object is expected.");
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!options.TryAdd(property.Name, property.Value))
            {
                throw Refuse(property.Name, "appears twice");
            }
        }

        var defaults = new ImageProcessorConfig();
        RequireKnownType();
        Require("do_convert_rgb", true, "pictures are always converted to RGB");
        Require("do_pad", false, "padding to a common size is not supported");
        RequireChannelsFirst();
        var (size, resample, crop) = (Take("size"), Take("resample"), Take("crop_size"));
        var (factor, mean, deviation) = (Take("rescale_factor"), Take("image_mean"), Take("image_std"));
        var config = new ImageProcessorConfig
        {
            Resize = Flag("do_resize") ? Size("size", size, shortestEdge: true) ?? defaults.Resize : null,
            Resample = Filter(resample) ?? defaults.Resample,
            Crop = !Flag("do_center_crop") ? null : Size("crop_size", crop, shortestEdge: false) is { } given ? (given.Width, given.Height) : defaults.Crop,
            RescaleFactor = Flag("do_rescale") ? Number("rescale_factor", factor) ?? defaults.RescaleFactor : null,
            Normalize = Flag("do_normalize")
                ? new Normalization(Channels("image_mean", mean) ?? [1, 1, 1], Deviation(deviation) ?? [1, 1, 1])
                : null,
        };
        RefuseTheRest();
        return config;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            return JsonDocument.Parse(utf8Json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"preprocessor_config.json is not valid JSON (line {error.LineNumber + 1}).", error);
        }
    }

    private JsonElement Take(string name) =>
        options.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : Absent;

    private bool Flag(string name) => Take(name).ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.True => true,
        JsonValueKind.False => false,
        var kind => throw Refuse(name, $"is a {kind}, expected true or false"),
    };

    private void Require(string name, bool value, string why)
    {
        var given = Take(name);
        if (given.ValueKind != JsonValueKind.Undefined && given.ValueKind != (value ? JsonValueKind.True : JsonValueKind.False))
        {
            throw Refuse(name, $"is {given.GetRawText()}; {why}");
        }
    }

    private void RequireKnownType()
    {
        var type = Take("image_processor_type");
        if (type.ValueKind != JsonValueKind.Undefined && !(type.ValueKind == JsonValueKind.String && ProcessorTypes.Contains(type.GetString()!)))
        {
            throw Refuse("image_processor_type", $"is {type.GetRawText()}; known are {string.Join(", ", ProcessorTypes)}");
        }
    }

    private void RequireChannelsFirst()
    {
        foreach (var name in (string[])["data_format", "input_data_format"])
        {
            var value = Take(name);
            var expected = name == "data_format" ? "channels_first" : "channels_last";
            if (value.ValueKind != JsonValueKind.Undefined && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(expected)))
            {
                throw Refuse(name, $"is {value.GetRawText()}; only \"{expected}\" is supported");
            }
        }
    }

    private static ResizeTarget? Size(string name, JsonElement value, bool shortestEdge)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return null;
            case JsonValueKind.Number when shortestEdge:
                return new ResizeTarget(Side(name, value));
            case JsonValueKind.Number:
                return new ResizeTarget(null, Side(name, value), Side(name, value));
            case JsonValueKind.Object:
                var sides = value.EnumerateObject()
                    .Where(static side => side.Value.ValueKind != JsonValueKind.Null)
                    .ToDictionary(static side => side.Name, side => Side($"{name}.{side.Name}", side.Value));
                if (shortestEdge && sides.Count == 1 && sides.TryGetValue("shortest_edge", out var edge))
                {
                    return new ResizeTarget(edge);
                }

                if (sides.Count == 2 && sides.TryGetValue("height", out var height) && sides.TryGetValue("width", out var width))
                {
                    return new ResizeTarget(null, width, height);
                }

                break;
        }

        throw Refuse(name, $"is {value.GetRawText()}; expected {(shortestEdge ? "\"shortest_edge\", or " : string.Empty)}\"height\" and \"width\"");
    }

    private static int Side(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var side) && side is >= 1 and <= LargestSide
            ? side
            : throw Refuse(name, $"is {value.GetRawText()}; expected a whole number from 1 to {LargestSide}");

    private static ResampleFilter? Filter(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var filter) && Enum.IsDefined((ResampleFilter)filter)
            ? (ResampleFilter)filter
            : throw Refuse("resample", $"is {value.GetRawText()}; known are 0 (nearest), 1 (Lanczos), 2 (bilinear), 3 (bicubic), 4 (box) and 5 (Hamming)");
    }

    private static double? Number(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && float.IsFinite((float)number)
            ? number
            : throw Refuse(name, $"is {value.GetRawText()}; expected a number within float32");
    }

    private static double[]? Channels(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return Number(name, value) is { } all ? [all, all, all] : null;
        }

        return value.GetArrayLength() == 3
            ? [.. value.EnumerateArray().Select(channel => Number(name, channel)!.Value)]
            : throw Refuse(name, $"has {value.GetArrayLength()} values; expected 3, one per channel");
    }

    private static double[]? Deviation(JsonElement value)
    {
        var channels = Channels("image_std", value);
        return channels is null || channels.All(static channel => (float)channel != 0)
            ? channels
            : throw Refuse("image_std", "holds a zero");
    }

    private void RefuseTheRest()
    {
        foreach (var (name, value) in options)
        {
            if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && !WithoutEffect.Contains(name))
            {
                throw Refuse(name, $"(= {Excerpt(value.GetRawText())}) is not supported");
            }
        }
    }

    private static string Excerpt(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private static InvalidDataException Refuse(string name, string what) => new($"preprocessor_config.json: {name} {what}.");
}
