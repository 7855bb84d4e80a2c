using System.Globalization;
using System.Text.Json;
using Chameleon.Cli.Terminal;
using Chameleon.Hub;

namespace Chameleon.Cli.Benchmarks;

/// <summary>What was measured of a checkpoint on this machine.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Device">What computed.</param>
/// <param name="Load">From the call to the engine that answers.</param>
/// <param name="PromptTokens">Tokens of the prompt that was read.</param>
/// <param name="FirstToken">From a prompt of that length to the first token.</param>
/// <param name="AnswerTokens">Tokens that were written.</param>
/// <param name="PerToken">For each of them but the first.</param>
/// <param name="Encode">A picture to codes.</param>
/// <param name="Decode">Codes to a picture; null when the checkpoint has no decoder.</param>
/// <param name="PeakBytes">Most memory that the process ever had in use.</param>
internal sealed record BenchmarkReport(
    string Model,
    string Device,
    TimeSpan Load,
    int PromptTokens,
    TimeSpan FirstToken,
    int AnswerTokens,
    TimeSpan PerToken,
    TimeSpan? Encode,
    TimeSpan? Decode,
    long PeakBytes)
{
    /// <summary>Prompt tokens read in a second.</summary>
    public double PrefillRate => PromptTokens / FirstToken.TotalSeconds;

    /// <summary>Tokens written in a second.</summary>
    public double DecodeRate => 1 / PerToken.TotalSeconds;

    /// <summary>For people.</summary>
    public IReadOnlyList<(string Name, string Value)> Lines() =>
    [
        ("model", Model),
        ("device", Device),
        ("load", Milliseconds(Load)),
        ("prefill", Text($"{PrefillRate:N0} tokens/s ({PromptTokens} tokens, first token after {Milliseconds(FirstToken)})")),
        ("decode", Text($"{DecodeRate:N1} tokens/s ({AnswerTokens} tokens, {PerToken.TotalMilliseconds:F2} ms each)")),
        ("picture to codes", Encode is { } encode ? Milliseconds(encode) : "the checkpoint has no picture encoder"),
        ("codes to picture", Decode is { } decode ? Milliseconds(decode) : "the checkpoint has no picture decoder"),
        ("peak memory", Amount.Bytes(PeakBytes)),
    ];

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("model", Model);
        json.WriteString("device", Device);
        json.WriteNumber("load_seconds", Math.Round(Load.TotalSeconds, 4));
        json.WriteNumber("prompt_tokens", PromptTokens);
        json.WriteNumber("prefill_tokens_per_second", Math.Round(PrefillRate, 2));
        json.WriteNumber("answer_tokens", AnswerTokens);
        json.WriteNumber("decode_tokens_per_second", Math.Round(DecodeRate, 2));
        if (Encode is { } encode)
        {
            json.WriteNumber("picture_encode_seconds", Math.Round(encode.TotalSeconds, 5));
        }

        if (Decode is { } decode)
        {
            json.WriteNumber("picture_decode_seconds", Math.Round(decode.TotalSeconds, 5));
        }

        json.WriteNumber("peak_bytes", PeakBytes);
    }

    private static string Milliseconds(TimeSpan time) => Text($"{time.TotalMilliseconds:N1} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
