using System.Globalization;
using System.Text.Json;
using Chameleon.Hub;

namespace Chameleon.Cli.Commands;

/// <summary>The facts of a model, as <c>info</c> prints them.</summary>
/// <param name="facts">The facts.</param>
internal sealed class ModelReport(ModelFacts facts)
{
    private string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(facts.Folder));

    /// <summary>For people.</summary>
    public IReadOnlyList<(string Name, string Value)> Lines()
    {
        var config = facts.Config;
        return
        [
            ("model", Name),
            ("folder", facts.Folder),
            ("architecture", config.Architecture),
            ("parameters", $"{Amount.Count(facts.Parameters)} ({Amount.Count(facts.DecoderParameters)} decoder, {Amount.Count(facts.PictureParameters)} pictures)"),
            ("decoder", Text($"{config.Layers} layers of {config.HiddenSize}, {config.Heads} heads, {config.KvHeads} for keys and values{(config.SwinNorm ? ", norm after each part" : "")}")),
            ("vocabulary", Text($"{config.VocabularySize:N0} ids")),
            ("context", Text($"{config.MaxPositionEmbeddings:N0} tokens")),
            ("pictures", Text($"{config.Vq.Resolution} × {config.Vq.Resolution} pixels, {facts.CodesPerPicture:N0} codes of {config.Vq.NumEmbeddings:N0}")),
            ("weights", $"{Amount.Bytes(facts.StoredBytes)} on disk, {string.Join(", ", facts.Types)}"),
            ("memory", $"{Amount.Bytes(facts.LoadedBytes)} loaded{(facts.Quantize is { } how ? $" as {how.Target}" : facts.IsQuantized ? " (quantised matrices stay as they are)" : "")}, and {Amount.Bytes(facts.CacheBytesPerToken)} per token of context ({Amount.Bytes(facts.CacheBytesPerToken * config.MaxPositionEmbeddings)} when full)"),
            .. facts.Kept.Count == 0 ? [] : new[] { ("kept", $"{Amount.Bytes(facts.Kept.Sum(file => file.Length))} for the next start: {string.Join(", ", facts.Kept.Select(file => file.Name))} in {facts.Kept[0].DirectoryName}") },
            ("reads pictures", "yes"),
            ("draws", facts.CanDraw ? "yes"
                : !facts.HasPictureDecoder ? "no: the checkpoint carries no picture decoder"
                : "no: its config does not say that its picture rows are trained (image_generation)"),
        ];
    }

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        var config = facts.Config;
        json.WriteString("model", Name);
        json.WriteString("folder", facts.Folder);
        json.WriteString("architecture", config.Architecture);
        json.WriteNumber("parameters", facts.Parameters);
        json.WriteNumber("decoder_parameters", facts.DecoderParameters);
        json.WriteNumber("picture_parameters", facts.PictureParameters);
        json.WriteNumber("layers", config.Layers);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("heads", config.Heads);
        json.WriteNumber("key_value_heads", config.KvHeads);
        json.WriteNumber("vocabulary", config.VocabularySize);
        json.WriteNumber("context", config.MaxPositionEmbeddings);
        json.WriteNumber("picture_size", config.Vq.Resolution);
        json.WriteNumber("picture_codes", facts.CodesPerPicture);
        json.WriteNumber("stored_bytes", facts.StoredBytes);
        json.WriteNumber("loaded_bytes", facts.LoadedBytes);
        json.WriteBoolean("quantized", facts.IsQuantized);
        json.WriteString("quantize", facts.Quantize?.Target.Name);
        json.WriteNumber("kept_bytes", facts.Kept.Sum(file => file.Length));
        json.WriteNumber("cache_bytes_per_token", facts.CacheBytesPerToken);
        json.WriteBoolean("reads_pictures", true);
        json.WriteBoolean("draws", facts.CanDraw);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
