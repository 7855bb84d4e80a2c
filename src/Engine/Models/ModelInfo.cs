namespace Chameleon.Engine.Models;

/// <summary>What a loaded model is and how big; for people and for scripts.</summary>
public sealed record ModelInfo
{
    /// <summary>The config's architecture: <c>ChameleonForConditionalGeneration</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Folder it was loaded from.</summary>
    public required string Directory { get; init; }

    /// <summary>Parameters of decoder and picture part together.</summary>
    public required long Parameters { get; init; }

    /// <summary>Decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Query heads of a layer.</summary>
    public required int Heads { get; init; }

    /// <summary>Key/value heads of a layer.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Number of ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Tokens that a sequence can have.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Element types of the decoder's weights as computed with: <c>BF16</c>.</summary>
    public required string WeightType { get; init; }

    /// <summary>
    /// The form of its quantised matrices, <c>nf4, nested</c>, whether they were stored so or quantised on the way; null
    /// when none is quantised. On the CPU they keep it in memory.
    /// </summary>
    public string? Quantization { get; init; }

    /// <summary>Codes of one picture; 0 without pictures.</summary>
    public required int CodesPerPicture { get; init; }

    /// <summary>Different codes that there are; 0 without pictures.</summary>
    public required int CodebookSize { get; init; }

    /// <summary>Side in pixels of a picture; 0 without pictures.</summary>
    public required int PictureSize { get; init; }

    /// <summary>Whether it can read pictures.</summary>
    public required bool CanSee { get; init; }

    /// <summary>Whether it may draw: the checkpoint carries a picture decoder and says that its picture rows are trained.</summary>
    public required bool CanDraw { get; init; }

    /// <summary>
    /// SHA-256, in hexadecimal, of the codebook: codes mean the same pictures to models with the same one. Null without
    /// pictures.
    /// </summary>
    public required string? PictureFingerprint { get; init; }

    /// <summary>Bytes that its weights take on the device.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>
    /// How many of these lie in a mapped file: the system takes memory for them as they are used, shares it among processes
    /// and takes it back when it is short.
    /// </summary>
    public long MappedBytes { get; init; }

    /// <summary>What became of keeping packed weights for the next start; null when that was not asked for.</summary>
    public WeightCacheReport? Cache { get; init; }
}
