using System.Globalization;
using System.Text.Json;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Cli.Commands;

/// <summary>What the files of a model say about it, without reading its weights.</summary>
internal sealed record ModelFacts
{
    private const string PictureNet = "model.vqmodel.";

    private ModelFacts(string folder, ChameleonConfig config)
    {
        Folder = folder;
        Config = config;
    }

    /// <summary>The model's folder.</summary>
    public string Folder { get; }

    /// <summary>Its config.</summary>
    public ChameleonConfig Config { get; }

    /// <summary>Parameters of the decoder.</summary>
    public long DecoderParameters { get; private init; }

    /// <summary>Parameters of the picture part.</summary>
    public long PictureParameters { get; private init; }

    /// <summary>Bytes of all tensors as stored.</summary>
    public long StoredBytes { get; private init; }

    /// <summary>Bytes that loading takes: bfloat16 matrices as they are, everything else in float32.</summary>
    public long LoadedBytes { get; private init; }

    /// <summary>Element types or quantised forms, most parameters first.</summary>
    public IReadOnlyList<string> Types { get; private init; } = [];

    /// <summary>Whether the tensors of the picture decoder are there.</summary>
    public bool HasPictureDecoder { get; private init; }

    /// <summary>Whether it may draw.</summary>
    public bool CanDraw => HasPictureDecoder && Config.ImageGeneration;

    /// <summary>Codes of a picture.</summary>
    public int CodesPerPicture => Config.Vq.GridSize * Config.Vq.GridSize;

    /// <summary>Whether there are quantised matrices, which loading restores to float32.</summary>
    public bool IsQuantized { get; private init; }

    /// <summary>Bytes of keys and values of one token, in float32.</summary>
    public long CacheBytesPerToken => 2L * Config.Layers * Config.KvHeads * Config.HeadDim * sizeof(float);

    /// <summary>Reads config and headers.</summary>
    /// <exception cref="CheckpointException">The weights are missing, damaged, or do not fit the config.</exception>
    public static ModelFacts Read(string folder)
    {
        var config = ChameleonConfig.Read(Path.Combine(folder, "config.json"));
        using var checkpoint = Checkpoint.Open(folder);
        var (fitting, hasPictureDecoder) = ChameleonManifest.Fit(config, checkpoint);
        var tensors = fitting.Values.ToArray();
        var picture = tensors.Where(tensor => tensor.Name.StartsWith(PictureNet, StringComparison.Ordinal)).ToArray();
        var decoder = tensors.Except(picture).ToArray();
        return new(folder, config)
        {
            DecoderParameters = decoder.Sum(tensor => tensor.ElementCount),
            PictureParameters = picture.Sum(tensor => tensor.ElementCount),
            StoredBytes = checkpoint.ByteCount,
            LoadedBytes = decoder.Sum(tensor => tensor.ElementCount * (tensor.DType == DType.BF16 ? sizeof(ushort) : sizeof(float)))
                + (sizeof(float) * picture.Sum(tensor => tensor.ElementCount)),
            Types = [.. tensors.GroupBy(FormOf).OrderByDescending(group => group.Sum(tensor => tensor.ElementCount)).Select(group => group.Key)],
            IsQuantized = tensors.Any(tensor => tensor is QuantizedTensor),
            HasPictureDecoder = hasPictureDecoder,
        };
    }

    /// <summary>For people.</summary>
    public IReadOnlyList<(string Name, string Value)> Lines() =>
    [
        ("model", Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder))),
        ("folder", Folder),
        ("architecture", Config.Architecture),
        ("parameters", $"{Facts.Count(DecoderParameters + PictureParameters)} ({Facts.Count(DecoderParameters)} decoder, {Facts.Count(PictureParameters)} pictures)"),
        ("decoder", Text($"{Config.Layers} layers of {Config.HiddenSize}, {Config.Heads} heads, {Config.KvHeads} for keys and values{(Config.SwinNorm ? ", norm after each part" : "")}")),
        ("vocabulary", Text($"{Config.VocabularySize:N0} ids")),
        ("context", Text($"{Config.MaxPositionEmbeddings:N0} tokens")),
        ("pictures", Text($"{Config.Vq.Resolution} × {Config.Vq.Resolution} pixels, {CodesPerPicture:N0} codes of {Config.Vq.NumEmbeddings:N0}")),
        ("weights", $"{Facts.Bytes(StoredBytes)} on disk, {string.Join(", ", Types)}"),
        ("memory", $"{Facts.Bytes(LoadedBytes)} loaded{(IsQuantized ? " (quantised matrices become float32)" : "")}, and {Facts.Bytes(CacheBytesPerToken)} per token of context ({Facts.Bytes(CacheBytesPerToken * Config.MaxPositionEmbeddings)} when full)"),
        ("reads pictures", "yes"),
        ("draws", CanDraw ? "yes"
            : !HasPictureDecoder ? "no: the checkpoint carries no picture decoder"
            : "no: its config does not say that its picture rows are trained (image_generation)"),
    ];

    /// <summary>For programs.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("model", Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder)));
        json.WriteString("folder", Folder);
        json.WriteString("architecture", Config.Architecture);
        json.WriteNumber("parameters", DecoderParameters + PictureParameters);
        json.WriteNumber("decoder_parameters", DecoderParameters);
        json.WriteNumber("picture_parameters", PictureParameters);
        json.WriteNumber("layers", Config.Layers);
        json.WriteNumber("hidden_size", Config.HiddenSize);
        json.WriteNumber("heads", Config.Heads);
        json.WriteNumber("key_value_heads", Config.KvHeads);
        json.WriteNumber("vocabulary", Config.VocabularySize);
        json.WriteNumber("context", Config.MaxPositionEmbeddings);
        json.WriteNumber("picture_size", Config.Vq.Resolution);
        json.WriteNumber("picture_codes", CodesPerPicture);
        json.WriteNumber("stored_bytes", StoredBytes);
        json.WriteNumber("loaded_bytes", LoadedBytes);
        json.WriteBoolean("quantized", IsQuantized);
        json.WriteNumber("cache_bytes_per_token", CacheBytesPerToken);
        json.WriteBoolean("reads_pictures", true);
        json.WriteBoolean("draws", CanDraw);
    }

    private static string FormOf(HostTensor tensor) => tensor is QuantizedTensor quantized ? quantized.Format : tensor.DType.ToString();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
