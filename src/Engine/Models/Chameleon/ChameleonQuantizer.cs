using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Quantization;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Quantization.Writing;

namespace Chameleon.Engine.Models.Chameleon;

/// <summary>
/// Writes a quantised copy of a Chameleon checkpoint that transformers (or quanto) loads. The picture part, norms,
/// embeddings and, unless asked for, the head stay as they are. Thread-safe.
/// </summary>
public static class ChameleonQuantizer
{
    /// <summary>Quantises a model folder, tensor by tensor over all cores; beyond one matrix of the result it holds slices only.</summary>
    /// <param name="source">Folder in the Hugging Face layout, float32, float16 or bfloat16.</param>
    /// <param name="destination">Folder to make; appears when it is complete, and not at all when anything goes wrong.</param>
    /// <param name="target">What the linear layers become.</param>
    /// <param name="head">Whether the head becomes that too; not with quanto's types, nor where it is the embedding table.</param>
    /// <param name="threads">Threads; null: one per core.</param>
    /// <param name="progress">Told after every tensor.</param>
    /// <param name="cancellationToken">Takes effect within a slice of a tensor; nothing stays then.</param>
    /// <exception cref="ArgumentException">The head cannot be quantised so.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer threads than one.</exception>
    /// <exception cref="ModelConfigException">The config is malformed.</exception>
    /// <exception cref="CheckpointException">The weights are damaged, do not fit the config, are not finite or quantised already.</exception>
    /// <exception cref="IOException">The destination is there already, or cannot be written.</exception>
    public static void Quantize(
        string source, string destination, QuantizationTarget target, bool head = false, int? threads = null,
        IProgress<QuantizationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(destination);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        var config = ChameleonConfig.Read(Path.Combine(source, "config.json"));
        new WeightQuantization { Target = target, Head = head }.Validate();
        var modules = Modules(config, head);
        using var checkpoint = Checkpoint.Open(source);
        var (tensors, _) = ChameleonManifest.Fit(config, checkpoint);
        if (tensors.Values.OfType<QuantizedTensor>().FirstOrDefault() is { } quantized)
        {
            QuantizationThrow.Wrong(source, quantized.Name, $"is quantised already ({quantized.Format})", "plain weights");
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        CheckpointQuantizer.Write(checkpoint, source, destination, target, modules, head, options, progress);
    }

    /// <summary>What quantises a checkpoint's layers while they are loaded; null when nothing is to be.</summary>
    /// <exception cref="ArgumentException">The head cannot be quantised.</exception>
    internal static WeightQuantizer? OnTheWay(ChameleonConfig config, ModelLoadOptions options, string file, CancellationToken cancellationToken) =>
        options.Quantize is not { } how ? null : new WeightQuantizer(how, Modules(config, how.Head), file, new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        });

    private static IReadOnlyList<string> Modules(ChameleonConfig config, bool head) => head && config.TieWordEmbeddings
        ? throw new ArgumentException("The head is the embedding table, which is not quantised.", nameof(head))
        : [.. ChameleonManifest.LinearLayers(config).Select(layer => layer.Module).Where(module => head || module != ChameleonManifest.HeadName)];
}
