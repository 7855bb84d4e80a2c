using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Compute;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>A Chameleon checkpoint in memory: nets, tokenizer, picture processor. See <see cref="ILoadedModel"/> for threads.</summary>
public sealed class ChameleonModel : ILoadedModel
{
    private readonly ImageProcessor imageProcessor;

    private ChameleonModel(string directory, ChameleonNetwork network, BpeTokenizer tokenizer)
    {
        Network = network;
        Tokenizer = tokenizer;
        Tokens = ChameleonTokens.Read(directory, tokenizer, network.Config);
        imageProcessor = new ImageProcessor(ChameleonPreprocessing.Read(directory, network.Codec));
        TextIds = ReadTextIds(tokenizer, network.Config.Vocabulary);
        Info = Describe(directory, network);
    }

    /// <summary>The nets; <see cref="ChameleonNetwork.Forward"/> is there.</summary>
    public ChameleonNetwork Network { get; }

    /// <inheritdoc/>
    public ModelInfo Info { get; }

    /// <inheritdoc/>
    public IComputeDevice Device => Network.Device;

    /// <inheritdoc/>
    public IDecoder Decoder => Network.Decoder;

    /// <inheritdoc/>
    public IPictureCodec Codec => Network.Codec;

    /// <inheritdoc/>
    public PictureVocabulary Pictures => Network.Config.Vocabulary.Pictures;

    /// <summary>Ids with a role, padding and placeholder included.</summary>
    public ChameleonTokens Tokens { get; }

    /// <inheritdoc/>
    public SpecialTokens Special => new(Tokens.BeginOfSequence, Tokens.EndOfSequence, Tokens.EndOfTurn);

    /// <summary>Text to ids and back.</summary>
    public BpeTokenizer Tokenizer { get; }

    ITokenizer ILoadedModel.Tokenizer => Tokenizer;

    /// <inheritdoc/>
    public ReadOnlyMemory<int> TextIds { get; }

    /// <inheritdoc/>
    public bool CanDraw => Network.CanDraw;

    /// <summary>Loads a folder in the Hugging Face layout.</summary>
    /// <param name="directory">
    /// The folder: <c>config.json</c>, weights, <c>tokenizer.json</c>, and if they are there <c>tokenizer_config.json</c>,
    /// <c>preprocessor_config.json</c>, <c>processor_config.json</c>.
    /// </param>
    /// <param name="device">Where the weights go; stays the caller's.</param>
    /// <param name="progress">Told after every tensor.</param>
    /// <param name="cancellationToken">Takes effect before the next tensor; nothing stays on the device then.</param>
    /// <exception cref="ModelConfigException">A config is malformed or asks for something that is not supported.</exception>
    /// <exception cref="CheckpointException">Weights or tokenizer are damaged, or the weights do not fit the config.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ChameleonModel Load(
        string directory, IComputeDevice device, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Load(directory, device, new ModelLoadOptions(), progress, cancellationToken);

    /// <summary>The same, with a choice of how weights are kept.</summary>
    /// <exception cref="ArgumentException">The options make no sense for this model.</exception>
    public static ChameleonModel Load(
        string directory, IComputeDevice device, ModelLoadOptions options, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var tokenizer = Task.Run(() => BpeTokenizer.Load(Path.Combine(directory, "tokenizer.json")), CancellationToken.None);
        var network = ChameleonNetwork.Load(directory, device, options, progress, cancellationToken);
        try
        {
            return new ChameleonModel(directory, network, tokenizer.GetAwaiter().GetResult());
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public float[] Preprocess(PixelImage picture) => imageProcessor.Process(picture);

    /// <inheritdoc/>
    public PixelImage Prepare(PixelImage picture) => imageProcessor.Prepare(picture);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static int[] ReadTextIds(BpeTokenizer tokenizer, ChameleonVocabulary vocabulary) =>
        [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.IsSpecial(id) && !vocabulary.Pictures.TryGetCode(id, out _))];

    private static ModelInfo Describe(string directory, ChameleonNetwork network) => new()
    {
        Architecture = network.Config.Architecture,
        Directory = Path.GetFullPath(directory),
        Parameters = network.Parameters,
        Layers = network.Config.Layers,
        HiddenSize = network.Config.HiddenSize,
        Heads = network.Config.Heads,
        KvHeads = network.Config.KvHeads,
        VocabularySize = network.Config.VocabularySize,
        ContextLength = network.Decoder.MaxPositions,
        WeightType = network.WeightType,
        Quantization = network.Quantization,
        CodesPerPicture = network.Codec.CodesPerPicture,
        CodebookSize = network.Config.Vocabulary.Pictures.Ids.Length,
        PictureSize = network.Codec.PictureSize,
        CanSee = true,
        CanDraw = network.CanDraw,
        PictureFingerprint = network.Codec.Fingerprint,
        WeightBytes = network.WeightBytes,
        MappedBytes = network.MappedBytes,
        Cache = network.Cache,
    };
}
