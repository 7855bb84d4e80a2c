using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// One safetensors file, open for reading. Everything about it is validated before the first tensor is handed out, as
/// in the reference implementation (https://github.com/huggingface/safetensors, <c>tensor.rs</c>), and stricter:
/// equal names and unknown fields are refused. Thread-safe for reading.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly ReadFile file;

    private SafetensorsFile(string path, ReadFile file, SafetensorsHeader header)
    {
        Path = path;
        this.file = file;
        Metadata = header.Metadata;
        Tensors = header.Tensors.ToDictionary(
            entry => entry.Name, entry => (HostTensor)new FileTensor(entry, file, header.DataStart));
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <summary>
    /// Every tensor under its name. Reading one throws <see cref="CheckpointException"/> when the file was shortened
    /// meanwhile, and <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.
    /// </summary>
    public IReadOnlyDictionary<string, HostTensor> Tensors { get; }

    /// <summary>The free texts that the file's maker added.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens and validates a file. Costs time and memory for its header only.</summary>
    /// <exception cref="CheckpointException">The file is not a valid safetensors file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafetensorsFile Open(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.None);
        try
        {
            var header = SafetensorsHeader.Read(handle, path);
            return new SafetensorsFile(path, new ReadFile(handle, path), header);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file once the reads that have begun are done.</summary>
    public void Dispose() => file.Dispose();
}
