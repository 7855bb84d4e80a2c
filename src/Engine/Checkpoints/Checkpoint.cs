using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// The weights of a model in the Hugging Face layout: <c>model.safetensors</c>, or shards with
/// <c>model.safetensors.index.json</c>. Thread-safe for reading.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    private static readonly string[] PickleExtensions = [".pth", ".pt", ".ckpt", ".bin", ".pkl"];

    // Meta's own layout: models/7b/consolidated.pth, tokenizer/vqgan.ckpt.
    private static readonly EnumerationOptions PickleSearch = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2 };

    private readonly IReadOnlyList<SafetensorsFile> files;

    private Checkpoint(string path, IReadOnlyList<SafetensorsFile> files)
    {
        Path = path;
        this.files = files;
        Tensors = files.Count == 1
            ? files[0].Tensors
            : files.SelectMany(file => file.Tensors).ToDictionary(pair => pair.Key, pair => pair.Value);
        ByteCount = Tensors.Values.Sum(tensor => tensor.ElementCount * tensor.DType.Size());
    }

    /// <summary>The directory (or the file) that was opened.</summary>
    public string Path { get; }

    /// <summary>The files that hold the tensors, in the order of their names.</summary>
    internal IEnumerable<string> Files => files.Select(file => file.Path);

    /// <summary>Every tensor of every shard under its name.</summary>
    public IReadOnlyDictionary<string, HostTensor> Tensors { get; }

    /// <summary>Bytes that all tensors take as stored.</summary>
    public long ByteCount { get; }

    /// <summary>Opens and validates the weights in a directory, or one safetensors file.</summary>
    /// <param name="path">Model directory, or a <c>.safetensors</c> file.</param>
    /// <exception cref="CheckpointException">
    /// There are no weights, they are pickled, a file is not valid, or shards and index disagree.
    /// </exception>
    public static Checkpoint Open(string path)
    {
        if (File.Exists(path))
        {
            return IsPickle(path) ? throw Pickled(path) : new Checkpoint(path, [SafetensorsFile.Open(path)]);
        }

        if (!Directory.Exists(path))
        {
            throw new CheckpointException(CheckpointErrorKind.NotFound, path, null, "no such file or directory.");
        }

        var single = System.IO.Path.Combine(path, SingleFile);
        var index = System.IO.Path.Combine(path, IndexFile);
        if (File.Exists(single))
        {
            return new Checkpoint(path, [SafetensorsFile.Open(single)]);
        }

        if (File.Exists(index))
        {
            return new Checkpoint(path, ShardIndex.OpenShards(index));
        }

        throw Directory.EnumerateFiles(path, "*", PickleSearch).FirstOrDefault(IsPickle) is { } pickle
            ? Pickled(pickle)
            : new CheckpointException(
                CheckpointErrorKind.NotFound, path, null, $"holds neither {SingleFile} nor {IndexFile}.");
    }

    /// <summary>Closes all files once the reads that have begun are done.</summary>
    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }
    }

    private static bool IsPickle(string path) =>
        PickleExtensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static CheckpointException Pickled(string path) => new(
        CheckpointErrorKind.PickledFormat, path, null,
        "Meta's original checkpoints (pickled .pth and .ckpt files) come in a later version; use the model in the "
        + "Hugging Face layout (config.json with model.safetensors) until then.");
}
