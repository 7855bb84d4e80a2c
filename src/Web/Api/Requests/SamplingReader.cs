using System.Globalization;
using System.Text.Json;
using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using static Chameleon.Engine.Generation.GenerationLimits;

namespace Chameleon.Web.Api;

/// <summary>Reads what both kinds of completion take.</summary>
internal static class SamplingReader
{
    /// <summary>Most answers to one request.</summary>
    public const int MaxChoices = 16;

    /// <summary>What other clients tell and what changes nothing here.</summary>
    private static readonly string[] WithoutEffect = ["user", "safety_identifier", "metadata", "service_tier", "prediction", "prompt_cache_retention"];

    private static readonly string[] Further =
        [ChameleonOptionNames.MinP, ChameleonOptionNames.TypicalP, ChameleonOptionNames.RepetitionPenalty];

    /// <summary>The options, with additional properties.</summary>
    /// <param name="body">The body.</param>
    /// <param name="caller">Whose it is.</param>
    public static ChatOptions Read(JsonFields body, ApiCaller caller)
    {
        var options = new ChatOptions
        {
            Temperature = (float?)body.Number("temperature", 0, MaxTemperature),
            TopP = (float?)Share(body, "top_p"),
            TopK = (int?)body.Whole("top_k", 0, int.MaxValue),
            FrequencyPenalty = (float?)body.Number("frequency_penalty", -MaxOccurrencePenalty, MaxOccurrencePenalty),
            PresencePenalty = (float?)body.Number("presence_penalty", -MaxOccurrencePenalty, MaxOccurrencePenalty),
            Seed = body.Whole("seed"),
            StopSequences = Stops(body),
            AdditionalProperties = [],
        };
        foreach (var name in Further)
        {
            Pass(body, name, options);
        }

        if (Biases(body) is { } biases)
        {
            options.RawRepresentationFactory = _ => new GenerationOptions { LogitBias = biases };
        }

        if (body.Text("prompt_cache_key") is { } key)
        {
            options.AdditionalProperties[ChameleonOptionNames.CacheScope] = caller.Scope(key, "prompt_cache_key");
        }

        foreach (var name in WithoutEffect)
        {
            _ = body.Any(name);
        }

        if (body.Flag("store"))
        {
            throw ApiThrow.Refused("store", "nothing of a request is kept");
        }

        return options;
    }

    /// <summary>How many answers.</summary>
    public static int Choices(JsonFields body) => (int)(body.Whole("n", 1, MaxChoices) ?? 1);

    /// <summary>Whether a stream tells at its end what it took.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isStreamed">Whether there is a stream.</param>
    public static bool TellsUsage(JsonFields body, bool isStreamed) => body.Object("stream_options") switch
    {
        null => false,
        _ when !isStreamed => throw ApiThrow.Bad("'stream_options' is only for requests with 'stream'.", "stream_options", "invalid_value"),
        { } stream => stream.Flag("include_usage"),
    };

    /// <summary>Hands a field on to the connector, which checks it under the same name.</summary>
    public static void Pass(JsonFields body, string name, ChatOptions options)
    {
        if (body.Any(name) is { } value)
        {
            options.AdditionalProperties![name] = value.Clone();
        }
    }

    private static double? Share(JsonFields body, string name) => body.Number(name, 0, 1) switch
    {
        0 => throw ApiThrow.OutOfRange(name, 0, "it must be above 0 and at most 1"),
        var share => share,
    };

    private static List<string>? Stops(JsonFields body)
    {
        const string Name = "stop";
        List<string> stops = body.Any(Name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { } list => [.. JsonFields.Items(list, Name).Select(stop => stop.Item.ValueKind == JsonValueKind.String
                ? stop.Item.GetString()!
                : throw ApiThrow.WrongKind(stop.Path, "a string", stop.Item))],
        };
        if (stops.Count > MaxStopStrings)
        {
            throw ApiThrow.Bad($"'{Name}' has {stops.Count} strings; at most {MaxStopStrings} are looked for.", Name, "invalid_value");
        }

        return stops.Find(stop => stop.Length is 0 or > MaxStopStringLength) is { } wrong
            ? throw ApiThrow.Bad($"A string of '{Name}' has {wrong.Length} characters; it must have 1 to {MaxStopStringLength}.", Name, "invalid_value")
            : stops;
    }

    private static Dictionary<int, float>? Biases(JsonFields body)
    {
        const string Name = "logit_bias";
        if (body.Any(Name) is not { } biases)
        {
            return null;
        }

        if (biases.ValueKind != JsonValueKind.Object)
        {
            throw ApiThrow.WrongKind(Name, "an object", biases);
        }

        var read = new Dictionary<int, float>();
        foreach (var bias in biases.EnumerateObject())
        {
            if (!int.TryParse(bias.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var token))
            {
                throw ApiThrow.Value(Name, bias.Name, "token ids with numbers");
            }

            read[token] = bias.Value.ValueKind != JsonValueKind.Number
                ? throw ApiThrow.WrongKind($"{Name}.{token}", "a number", bias.Value)
                : bias.Value.GetDouble() is var value && Math.Abs(value) <= MaxLogitBias
                    ? (float)value
                    : throw ApiThrow.OutOfRange($"{Name}.{token}", value, $"it must be from {-MaxLogitBias} to {MaxLogitBias}");
        }

        return read;
    }
}
