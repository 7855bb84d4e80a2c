using Chameleon.Engine.Compute;
using Chameleon.Engine.Quantization;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// What a Chameleon checkpoint's <c>config.json</c> says, in the published form or in transformers 5's. Ids of
/// beginning, end and padding are not taken from here: published configs carry wrong ones, the tokenizer has them.
/// </summary>
public sealed record ChameleonConfig
{
    /// <summary>Epsilon of the query and key norms; the original fixes it.</summary>
    internal const float HeadNormEpsilon = 1e-5f;

    /// <summary>Name of the architecture, for people.</summary>
    public string Architecture { get; init; } = "ChameleonForConditionalGeneration";

    /// <summary>Rows of the embedding table and of the head.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward part.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key/value heads; divides <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Length of a query, key or value; even.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Positions that the model was trained for.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Epsilon of the root-mean-square norms.</summary>
    public required float RmsNormEpsilon { get; init; }

    /// <summary>Activation of the feed-forward part.</summary>
    public required Activation Activation { get; init; }

    /// <summary>Rotary positions.</summary>
    public required RopeConfig Rope { get; init; }

    /// <summary>Whether q, k, v and o projections have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether gate, up and down projections have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Norm after each sub-layer instead of before it (the 30B arrangement).</summary>
    public bool SwinNorm { get; init; }

    /// <summary>Whether the head is the embedding table.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Shards of the original training: one of the row counts that query and key norms may have.</summary>
    public int ModelParallelSize { get; init; } = 1;

    /// <summary>Whether the checkpoint says that its picture rows are trained, so that it can draw.</summary>
    public bool ImageGeneration { get; init; }

    /// <summary>How linear layers are quantised, as <c>quantization_config</c> says; null when it does not.</summary>
    public QuantizationConfig? Quantization { get; init; }

    /// <summary>The picture tokenizer.</summary>
    public required VqGanConfig Vq { get; init; }

    /// <summary>Ids with a role and those of the picture codes.</summary>
    public required ChameleonVocabulary Vocabulary { get; init; }

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <exception cref="ModelConfigException">Malformed, or something that is not supported, by name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ChameleonConfig Read(string path) => ChameleonConfigReader.Read(ConfigObject.ReadFile(path));

    /// <summary>Parses the UTF-8 text of a <c>config.json</c>.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="ModelConfigException">Malformed, or something that is not supported, by name.</exception>
    public static ChameleonConfig Parse(ReadOnlyMemory<byte> utf8, string source = "config.json") =>
        ChameleonConfigReader.Read(ConfigObject.Parse(utf8, source));
}
