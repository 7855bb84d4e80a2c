using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Checkpoints.Packed;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// The nets of a checkpoint on a device: decoder and picture tokenizer. One thread at a time. Disposing gives all device
/// memory back.
/// </summary>
public sealed class ChameleonNetwork : IDisposable
{
    private readonly WeightLoader weights;

    private ChameleonNetwork(WeightLoader weights, ChameleonConfig config, bool withPictureDecoder, KvElement cache)
    {
        var (allocatedBefore, mappedBefore) = (weights.Device.AllocatedBytes, MappedOn(weights.Device));
        this.weights = weights;
        Config = config;
        Decoder = new ChameleonDecoder(weights, config, cache);
        Codec = new VqGan(weights, config.Vq, withPictureDecoder);
        WeightBytes = weights.Device.AllocatedBytes - allocatedBefore;
        MappedBytes = MappedOn(weights.Device) - mappedBefore;
    }

    /// <summary>What the checkpoint's config says.</summary>
    public ChameleonConfig Config { get; }

    /// <summary>Continues sequences.</summary>
    public ChameleonDecoder Decoder { get; }

    /// <summary>Pictures to codes and back.</summary>
    public VqGan Codec { get; }

    /// <summary>Where the weights are.</summary>
    public IComputeDevice Device => weights.Device;

    /// <summary>Elements of all weights.</summary>
    public long Parameters => weights.Parameters;

    /// <summary>Element types of the decoder's matrices as computed with: <c>BF16</c>.</summary>
    public string WeightType => weights.MatrixTypes;

    /// <summary>The stored form of its quantised matrices; null when none is quantised.</summary>
    public string? Quantization => weights.Quantization;

    /// <summary>Bytes that the weights take on the device.</summary>
    public long WeightBytes { get; }

    /// <summary>How many of these lie in a mapped file.</summary>
    public long MappedBytes { get; }

    /// <summary>What became of keeping packed weights for the next start; null when that was not asked for.</summary>
    public WeightCacheReport? Cache { get; private set; }

    /// <summary>
    /// Whether it may draw: the checkpoint carries the picture decoder and its config says that its picture rows are
    /// trained. Meta's own weights have neither.
    /// </summary>
    public bool CanDraw => Codec.CanDecode && Config.ImageGeneration;

    /// <summary>Loads <c>config.json</c> and the weights of a folder.</summary>
    /// <param name="directory">Folder in the Hugging Face layout.</param>
    /// <param name="device">Where the weights go; stays the caller's.</param>
    /// <param name="progress">Told after every tensor.</param>
    /// <param name="cancellationToken">Takes effect before the next tensor; nothing stays on the device then.</param>
    /// <exception cref="ModelConfigException">The config is malformed or asks for something that is not supported.</exception>
    /// <exception cref="CheckpointException">The weights are damaged, or do not fit the config: lists every difference.</exception>
    public static ChameleonNetwork Load(
        string directory, IComputeDevice device, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Load(directory, device, new ModelLoadOptions(), progress, cancellationToken);

    /// <summary>The same, with a choice of how weights are kept.</summary>
    /// <exception cref="ArgumentException">The options make no sense for this model.</exception>
    public static ChameleonNetwork Load(
        string directory, IComputeDevice device, ModelLoadOptions options, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Load(directory, device, options, config => config, progress, cancellationToken);

    internal static ChameleonNetwork Load(
        string directory, IComputeDevice device, ModelLoadOptions options, Func<ChameleonConfig, ChameleonConfig> adjust, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Quantize?.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new LoadProgress(LoadStage.Opening, 0, 0, 0, 0));
        var checkpoint = Checkpoint.Open(directory);
        try
        {
            var config = adjust(ChameleonConfig.Read(Path.Combine(directory, "config.json")));
            var (tensors, withPictureDecoder) = ChameleonManifest.Fit(config, checkpoint);
            var quantizer = ChameleonQuantizer.OnTheWay(config, options, directory, cancellationToken);
            using var kept = Keeping(directory, device, checkpoint, config, tensors, options, cancellationToken);
            var weights = new WeightLoader(device, tensors, progress, quantizer, kept, cancellationToken);
            weights.Own(checkpoint);
            var network = Load(weights, config, withPictureDecoder, options.KvCache);
            network.Cache = network.Finishing(kept);
            var (count, bytes) = (tensors.Count, tensors.Values.Sum(tensor => tensor.StoredBytes));
            progress?.Report(new LoadProgress(LoadStage.Ready, count, count, bytes, bytes));
            return network;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private static PackedWeights? Keeping(
        string directory, IComputeDevice device, Checkpoint checkpoint, ChameleonConfig config, IReadOnlyDictionary<string, HostTensor> tensors,
        ModelLoadOptions options, CancellationToken cancellationToken)
    {
        if (options.Cache is not { } cache)
        {
            return null;
        }

        // What weights become depends on the config too, and on what quanto says beside it.
        string[] described = [.. ((string[])["config.json", QuantoMap.FileName]).Select(name => Path.Combine(directory, name)).Where(File.Exists)];
        return device is IPackingDevice packing
            ? PackedWeights.Begin(
                packing, PackedFolder.Of(directory, cache.Folder), PackedKey.Of(packing.Layout, options.Quantize), [.. described, .. checkpoint.Files],
                ChameleonMemory.WeightBytes(config, tensors, options, directory), options.Threads ?? Environment.ProcessorCount, cancellationToken)
            : throw new NotSupportedException($"{device.Name} keeps no packed weights.");
    }

    private WeightCacheReport? Finishing(PackedWeights? kept)
    {
        try
        {
            return kept?.Finish();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static long MappedOn(IComputeDevice device) => device is IPackingDevice packing ? packing.Ledger.MappedBytes : 0;

    /// <summary>The nets of tensors that fit the config; takes the loader over, also when it fails.</summary>
    internal static ChameleonNetwork Load(
        WeightLoader weights, ChameleonConfig config, bool withPictureDecoder, KvElement cache = KvElement.Float32)
    {
        try
        {
            return new ChameleonNetwork(weights, config, withPictureDecoder, cache);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Runs a batch through the decoder and returns what was asked for.</summary>
    /// <exception cref="ArgumentException">Shapes that do not fit, ids outside the vocabulary, another number of placeholders than pictures have codes.</exception>
    /// <exception cref="OperationCanceledException">Between two layers or within one level of the picture encoder.</exception>
    public ForwardResult Forward(ForwardRequest request, CancellationToken cancellationToken = default) =>
        new ChameleonForward(this, request).Run(cancellationToken);

    /// <summary>Gives all device memory back.</summary>
    public void Dispose() => weights.Dispose();
}
