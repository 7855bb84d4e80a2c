using System.Security.Cryptography;
using Chameleon.Engine.Compute.Memory;
using Chameleon.Engine.Compute.Packing;
using Chameleon.Engine.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>
/// Writes a file of packed weights, one weight after the other, under another name until it is complete. Disposing it
/// before <see cref="Finish"/> leaves nothing behind.
/// </summary>
internal sealed class PackedFileWriter : IDisposable
{
    /// <summary>Where tensors begin: a cache line, and the widest vector.</summary>
    public const int Alignment = HostMemory.Alignment;

    private const int Attempts = 3;

    private readonly string path;
    private readonly PackedKey key;
    private readonly string partial;
    private readonly SafeFileHandle file;
    private readonly byte[] block = new byte[BlockChecksums.BlockBytes];
    private readonly List<byte> checksums = [];
    private readonly List<PackedEntry> entries = [];
    private long written = PackedPreamble.Size;
    private int filled;
    private bool finished;

    /// <param name="path">The file to make; one that is there is replaced in the end.</param>
    /// <param name="key">How the weights are packed.</param>
    /// <param name="expectedBytes">About how many there will be: the disk must have room for them before they are computed.</param>
    /// <exception cref="IOException">It cannot be written, or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public PackedFileWriter(string path, PackedKey key, long expectedBytes)
    {
        (this.path, this.key) = (path, key);
        (file, partial) = Create(path, expectedBytes);
    }

    /// <summary>Appends a weight.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(string name, string? format, PackedParts parts) =>
        entries.Add(new PackedEntry(name, format, parts.Kind, parts.Numbers, [.. parts.Tensors.Select(Append)]));

    /// <summary>Puts the file in its place, complete and on the disk.</summary>
    /// <param name="source">SHA-256 of what it was made of.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public long Finish(string source)
    {
        Flush();
        var index = new PackedIndex(key, source, [.. checksums], entries).Write();
        RandomAccess.Write(file, index, written);
        RandomAccess.SetLength(file, written + index.Length);
        RandomAccess.FlushToDisk(file);

        // Last, and when all else is on the disk: what lacks it is never taken for packed weights.
        RandomAccess.Write(file, new PackedPreamble(written, index.Length, SHA256.HashData(index)).Write(), 0);
        RandomAccess.FlushToDisk(file);
        File.Move(partial, path, overwrite: true);
        finished = true;
        return written + index.Length;
    }

    public void Dispose()
    {
        if (!finished)
        {
            PackedFolder.TryDelete(partial);
        }

        file.Dispose();
    }

    /// <summary>Creates the file under a name of its own, locked as long as it is written: so others know that it is not forgotten.</summary>
    private static (SafeFileHandle File, string Path) Create(string path, long expectedBytes)
    {
        for (var attempt = 1; ; attempt++)
        {
            var partial = $"{path}.{System.IO.Path.GetRandomFileName()}{PackedFolder.PartialExtension}";
            try
            {
                return (File.OpenHandle(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, preallocationSize: expectedBytes), partial);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(partial))
            {
                // Another process took it for a forgotten one before it was locked, and deletes it.
            }
        }
    }

    private PackedTensor Append(Tensor tensor)
    {
        Pad();
        var offset = written + filled;
        var length = tensor.ElementCount * tensor.DType.Size();
        for (var done = 0L; done < length;)
        {
            var count = (int)Math.Min(block.Length - filled, length - done);
            tensor.Bytes(done, count).CopyTo(block.AsSpan(filled));
            GC.KeepAlive(tensor);
            (filled, done) = (filled + count, done + count);
            if (filled == block.Length)
            {
                Flush();
            }
        }

        return new PackedTensor(tensor.DType, tensor.Shape.ToArray(), offset);
    }

    /// <summary>Goes on to where a tensor may begin.</summary>
    private void Pad()
    {
        var end = (filled + Alignment - 1) / Alignment * Alignment;
        block.AsSpan(filled, end - filled).Clear();
        filled = end;
        if (filled == block.Length)
        {
            Flush();
        }
    }

    private void Flush()
    {
        if (filled > 0)
        {
            var bytes = block.AsSpan(0, filled);
            Span<byte> checksum = stackalloc byte[BlockChecksums.Size];
            BlockChecksums.Compute(bytes, checksum);
            checksums.AddRange(checksum);
            RandomAccess.Write(file, bytes, written);
            (written, filled) = (written + filled, 0);
        }
    }
}
