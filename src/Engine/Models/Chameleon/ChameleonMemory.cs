using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>What a model takes in memory on the CPU, told from the headers of its files. Thread-safe.</summary>
public static class ChameleonMemory
{
    private const string PictureNet = "model.vqmodel.";

    /// <summary>
    /// Bytes of loaded weights: bfloat16 matrices as they are, quantised ones at their own size, everything else in float32.
    /// Embeddings stay in their file, unless they are the head too.
    /// </summary>
    /// <param name="config">The config.</param>
    /// <param name="tensors">The tensors as the model asks for them: <see cref="ChameleonManifest.Fit"/>.</param>
    /// <param name="options">How they are brought into memory.</param>
    /// <param name="file">Where they come from, for messages.</param>
    /// <exception cref="ArgumentException">The options make no sense for this model.</exception>
    /// <exception cref="Checkpoints.CheckpointException">The weights are quantised already and cannot become something else.</exception>
    public static long WeightBytes(ChameleonConfig config, IReadOnlyDictionary<string, HostTensor> tensors, ModelLoadOptions options, string file)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(options);
        options.Quantize?.Validate();
        var quantizer = ChameleonQuantizer.OnTheWay(config, options, file, CancellationToken.None);
        return tensors.Values.Where(tensor => config.TieWordEmbeddings || tensor.Name != ChameleonManifest.EmbeddingName).Sum(tensor => (tensor.Shape.Length == 2 ? quantizer?.BytesOf(ModuleOf(tensor), tensor) : null) ?? BytesOf(tensor));
    }

    private static string ModuleOf(HostTensor tensor) => tensor.Name[..Math.Max(tensor.Name.LastIndexOf('.'), 0)];

    private static long BytesOf(HostTensor tensor) => tensor switch
    {
        QuantizedTensor quantized => quantized.LoadedBytes,
        { DType: DType.BF16 } when !tensor.Name.StartsWith(PictureNet, StringComparison.Ordinal) => tensor.StoredBytes,
        _ => tensor.ElementCount * sizeof(float),
    };
}
