using System.IO.MemoryMappedFiles;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>
/// A file of packed weights, mapped into memory. Every byte is compared with its checksum before the first weight is
/// handed out. The mapping lives as long as a tensor of it, also after <see cref="Dispose"/>. Thread-safe for reading.
/// </summary>
internal sealed class PackedFile : IDisposable
{
    private const int LargestIndex = 256 << 20;

    private readonly Dictionary<string, PackedEntry> entries;
    private readonly MemoryMappedFile mapping;
    private readonly MemoryMappedViewAccessor view;

    private PackedFile(SafeFileHandle file, PackedIndex index)
    {
        ByteCount = RandomAccess.GetLength(file);
        entries = index.Entries.ToDictionary(entry => entry.Name);
        mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        HugePages.Advise(view.SafeMemoryMappedViewHandle.DangerousGetHandle(), ByteCount);
    }

    /// <summary>Bytes of the file.</summary>
    public long ByteCount { get; }

    /// <summary>Opens a file and reads it through once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">How its weights must be packed.</param>
    /// <param name="source">SHA-256 of what they must be made of.</param>
    /// <param name="threads">Threads that read it.</param>
    /// <param name="cancellationToken">Takes effect between two blocks.</param>
    /// <exception cref="PackedFileException">It is damaged, or made of something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PackedFile Open(string path, PackedKey key, string source, int threads, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            var (index, dataEnd) = ReadIndex(file);
            Compare(path, index, key, source);
            new PackedVerification(file, index, dataEnd).Run(threads, cancellationToken);
            return new PackedFile(file, index);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new PackedFileException(path, exception.Message);
        }
    }

    /// <summary>What a file was made of, without reading its weights.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PackedIndex ReadIndex(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return ReadIndex(file).Index;
    }

    /// <summary>The entry of a layer; null when there is none.</summary>
    public PackedEntry? Find(string name) => entries.GetValueOrDefault(name);

    /// <summary>The parts of a weight, over the mapped bytes.</summary>
    /// <param name="entry">Its entry.</param>
    /// <param name="ledger">Counts the bytes.</param>
    public PackedParts Take(PackedEntry entry, MemoryLedger ledger) => new(entry.Kind, entry.Numbers, [.. entry.Tensors.Select(tensor => new Tensor(
        new MappedMemory(view.SafeMemoryMappedViewHandle, tensor.Offset, tensor.ByteCount, ledger), tensor.DType, tensor.Shape))]);

    /// <summary>Unmaps the file when its last tensor goes.</summary>
    public void Dispose()
    {
        view.Dispose();
        mapping.Dispose();
    }

    private static (PackedIndex Index, long DataEnd) ReadIndex(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length < PackedPreamble.Size)
        {
            throw new InvalidDataException($"has {length} bytes, expected {PackedPreamble.Size} and more");
        }

        var preamble = PackedPreamble.Read(PackedVerification.Read(file, 0, PackedPreamble.Size), length);
        if (preamble.IndexLength > LargestIndex)
        {
            throw new InvalidDataException($"has an index of {preamble.IndexLength} bytes, expected at most {LargestIndex}");
        }

        var bytes = PackedVerification.Read(file, preamble.IndexOffset, preamble.IndexLength);
        return preamble.Fits(bytes)
            ? (PackedIndex.Read(bytes, preamble.IndexOffset), preamble.IndexOffset)
            : throw new InvalidDataException("is damaged in its index");
    }

    private static void Compare(string path, PackedIndex index, PackedKey key, string source)
    {
        if (index.Key != key)
        {
            throw new PackedFileException(path, $"holds {index.Key}, expected {key}");
        }

        if (index.Source != source)
        {
            throw new PackedFileException(path, "was made of other weights or another config than now lie in the model's folder");
        }
    }
}
