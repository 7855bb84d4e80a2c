using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Models;
using Chameleon.Engine.Models.Chameleon;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Hub;

/// <summary>What the files of a model say about it, without reading its weights.</summary>
public sealed record ModelFacts
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

    /// <summary>All parameters.</summary>
    public long Parameters => DecoderParameters + PictureParameters;

    /// <summary>Bytes of all tensors as stored.</summary>
    public long StoredBytes { get; private init; }

    /// <summary>Bytes that loading takes: bfloat16 matrices as they are, quantised ones at their own size, everything else in float32.</summary>
    public long LoadedBytes { get; private init; }

    /// <summary>Element types or quantised forms, most parameters first.</summary>
    public IReadOnlyList<string> Types { get; private init; } = [];

    /// <summary>Whether the tensors of the picture decoder are there.</summary>
    public bool HasPictureDecoder { get; private init; }

    /// <summary>Whether it may draw.</summary>
    public bool CanDraw => HasPictureDecoder && Config.ImageGeneration;

    /// <summary>Codes of a picture.</summary>
    public int CodesPerPicture => Config.Vq.GridSize * Config.Vq.GridSize;

    /// <summary>What matrices are to become while they are loaded; null: they stay as they are.</summary>
    public WeightQuantization? Quantize { get; private init; }

    /// <summary>Whether there are quantised matrices.</summary>
    public bool IsQuantized { get; private init; }

    /// <summary>Files of packed weights that earlier starts kept for the next one.</summary>
    public IReadOnlyList<FileInfo> Kept { get; private init; } = [];

    /// <summary>Bytes of keys and values of one token.</summary>
    public long CacheBytesPerToken { get; private init; }

    /// <summary>Reads config and headers.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="options">How it is to be loaded; null: as it is.</param>
    /// <exception cref="ArgumentException">They cannot become that.</exception>
    /// <exception cref="CheckpointException">The weights are missing, damaged, or do not fit the config.</exception>
    /// <exception cref="ModelConfigException">The config is malformed or asks for something that is not supported.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelFacts Read(string folder, ModelLoadOptions? options = null)
    {
        options ??= new ModelLoadOptions();
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
            LoadedBytes = ChameleonMemory.WeightBytes(config, fitting, options, folder),
            Quantize = options.Quantize,
            CacheBytesPerToken = new KvLayout(config.Layers, config.KvHeads, config.HeadDim, BlockTokens: 1, options.KvCache).TokenBytes,
            Types = [.. tensors.GroupBy(FormOf).OrderByDescending(group => group.Sum(tensor => tensor.ElementCount)).Select(group => group.Key)],
            IsQuantized = tensors.Any(tensor => tensor is QuantizedTensor),
            HasPictureDecoder = hasPictureDecoder,
            Kept = (options.Cache ?? new WeightCacheOptions()).Files(folder),
        };
    }

    private static string FormOf(HostTensor tensor) => tensor is QuantizedTensor quantized ? quantized.Format : tensor.DType.ToString();
}
