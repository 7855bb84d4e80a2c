using Chameleon.Engine.Checkpoints;
using Chameleon.Engine.Quantization.FourBit;
using Chameleon.Engine.Quantization.Loading;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Quantization.Writing;

/// <summary>Writes the folder of a quantised checkpoint: whole or not at all.</summary>
internal static class CheckpointQuantizer
{
    // What a model folder holds beside config and weights: tokenizer, processors, generation defaults, card, licence.
    private static readonly string[] KeptExtensions = [".json", ".txt", ".md", ".jinja", ".model", ""];

    /// <summary>Quantises some layers of a checkpoint.</summary>
    /// <param name="checkpoint">The plain weights.</param>
    /// <param name="source">Folder of the model.</param>
    /// <param name="destination">Folder to make; must not exist.</param>
    /// <param name="target">What the layers become.</param>
    /// <param name="modules">Paths of the layers, in the order of the model.</param>
    /// <param name="head">Whether the head is one of them.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="progress">Told after every tensor; may be null.</param>
    public static void Write(
        Checkpoint checkpoint, string source, string destination, QuantizationTarget target, IReadOnlyList<string> modules, bool head,
        ParallelOptions options, IProgress<QuantizationProgress>? progress)
    {
        RequireFree(destination);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        var partial = $"{full}.partial-{Path.GetRandomFileName()}";
        Directory.CreateDirectory(partial);
        try
        {
            WriteWeights(checkpoint, Path.Combine(partial, "model.safetensors"), target, modules, options, progress);
            File.WriteAllBytes(Path.Combine(partial, "config.json"), QuantizedConfig.Write(File.ReadAllBytes(Path.Combine(source, "config.json")), target, head));
            if (target.Quanto is { } type)
            {
                File.WriteAllBytes(Path.Combine(partial, QuantoMap.FileName), QuantizedConfig.WriteQuantoMap(modules, type.Name));
            }

            foreach (var file in Directory.EnumerateFiles(source).Where(IsKept))
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                File.Copy(file, Path.Combine(partial, Path.GetFileName(file)));
            }

            RequireFree(destination);
            Directory.Move(partial, full);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    private static void WriteWeights(
        Checkpoint checkpoint, string path, QuantizationTarget target, IReadOnlyList<string> modules, ParallelOptions options, IProgress<QuantizationProgress>? progress)
    {
        var quantizers = modules.Select(module => MatrixQuantizer.Of(target, FourBitCodec.DefaultBlockSize, Plain(checkpoint, $"{module}.weight"), module, checkpoint.Path)).ToList();
        var quantized = quantizers.Select(matrix => matrix.Source).ToHashSet();
        new QuantizedFile(quantizers, [.. checkpoint.Tensors.Values.Where(tensor => !quantized.Contains(tensor))], options, progress).Write(path);
    }

    private static HostTensor Plain(Checkpoint checkpoint, string name)
    {
        var tensor = checkpoint.Tensors[name];
        if (tensor.DType is not (DType.F32 or DType.F16 or DType.BF16))
        {
            QuantizationThrow.Wrong(checkpoint.Path, tensor, "F32, F16 or BF16");
        }

        return tensor;
    }

    private static void RequireFree(string destination)
    {
        if (Path.Exists(destination))
        {
            throw new IOException($"{destination} is there already; name a folder that is not.");
        }
    }

    private static bool IsKept(string file)
    {
        var name = Path.GetFileName(file);
        return name is not ("config.json" or "model.safetensors.index.json" or QuantoMap.FileName)
            && KeptExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
    }
}
