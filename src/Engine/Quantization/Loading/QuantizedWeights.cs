using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Loading;

/// <summary>A checkpoint's tensors as a model asks for them, whatever form its matrices are stored in.</summary>
internal static class QuantizedWeights
{
    private static readonly string[] TellingEnds = [".SCB", ".weight._data", ".weight._data._data"];

    /// <summary>Puts a <see cref="QuantizedTensor"/> in the place of the parts of each quantised matrix.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="config">What its config says of quantised weights; null: nothing.</param>
    /// <param name="layers">Path and input length of every linear layer of the model.</param>
    /// <exception cref="CheckpointException">A part is missing, damaged or of another kind than the config says.</exception>
    public static IReadOnlyDictionary<string, HostTensor> Resolve(
        Checkpoint checkpoint, QuantizationConfig? config, IEnumerable<(string Module, int InFeatures)> layers)
    {
        var types = config?.Method is null or QuantizationMethod.Quanto ? QuantoMap.Read(checkpoint.Path) : null;
        if (config is null && types is null)
        {
            return RequirePlain(checkpoint);
        }

        var parts = new StoredParts(checkpoint.Path, checkpoint.Tensors);
        foreach (var (module, inFeatures) in layers)
        {
            if (config?.Method is null or QuantizationMethod.Quanto)
            {
                Put(parts, module, inFeatures, types);
            }
            else if (config.Skips(module))
            {
                RequirePlain(parts, module);
            }
            else
            {
                parts.Put(config.Method == QuantizationMethod.BitsAndBytes4 ? BitsAndBytesReader.FourBit(parts, module) : BitsAndBytesReader.Int8(parts, module));
            }
        }

        return parts.Left;
    }

    private static void Put(StoredParts parts, string module, int inFeatures, IReadOnlyDictionary<string, Quanto.QuantoType>? types)
    {
        if (types is null)
        {
            QuantizationThrow.Wrong(parts.File, QuantoMap.FileName, "is missing", "the types of the layers that optimum-quanto quantised");
        }

        if (types.TryGetValue(module, out var type))
        {
            parts.Put(QuantoReader.Read(parts, module, type, inFeatures));
        }
    }

    private static IReadOnlyDictionary<string, HostTensor> RequirePlain(Checkpoint checkpoint)
    {
        if (checkpoint.Tensors.Keys.FirstOrDefault(name => FourBitState.IsName(name) || TellingEnds.Any(end => name.EndsWith(end, StringComparison.Ordinal))) is { } telling)
        {
            QuantizationThrow.Wrong(
                checkpoint.Path, telling, "is part of a quantised matrix", $"plain weights, for config.json has no quantization_config and there is no {QuantoMap.FileName}");
        }

        return checkpoint.Tensors;
    }

    private static void RequirePlain(StoredParts parts, string module)
    {
        var name = $"{module}.weight";
        if (parts.Left.TryGetValue(name, out var stored) && stored.DType is DType.U8 or DType.I8)
        {
            QuantizationThrow.Wrong(parts.File, stored, "plain weights", "the skip list names this layer");
        }
    }
}
