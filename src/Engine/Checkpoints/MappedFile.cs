using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// A file mapped read-only into memory. Thread-safe: the handles count their users, so the mapping goes away when the
/// last read that had begun before <see cref="Dispose"/> is done, and later reads throw.
/// </summary>
internal sealed class MappedFile : IDisposable
{
    // A page beyond the end of a shortened file kills the process when it is touched. So the length is asked for
    // before every piece, and a piece is small enough that the file has little time to shrink meanwhile.
    private const int PieceSize = 1 << 20;

    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly MemoryMappedFile mapping;
    private readonly MemoryMappedViewAccessor view;

    /// <summary>Maps a file that is not empty; takes over its handle.</summary>
    public MappedFile(SafeFileHandle file, string path)
    {
        this.path = path;
        this.file = file;
        mapping = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>Copies bytes from <paramref name="offset"/> of the file.</summary>
    /// <param name="offset">From the first byte of the file.</param>
    /// <param name="destination">Receives its length of bytes.</param>
    /// <param name="tensor">For the message when the file is no longer there in full.</param>
    public void Read(long offset, Span<byte> destination, string tensor)
    {
        while (!destination.IsEmpty)
        {
            var piece = destination[..Math.Min(PieceSize, destination.Length)];
            ObjectDisposedException.ThrowIf(file.IsClosed, typeof(SafetensorsFile));
            var length = RandomAccess.GetLength(file);
            if (offset + piece.Length > length)
            {
                throw new CheckpointException(
                    CheckpointErrorKind.Truncated, path, tensor,
                    $"bytes {offset} to {offset + piece.Length} are wanted, the file now ends at {length}.",
                    "It became shorter while it was in use.");
            }

            view.SafeMemoryMappedViewHandle.ReadSpan((ulong)offset, piece);
            destination = destination[piece.Length..];
            offset += piece.Length;
        }
    }

    public void Dispose()
    {
        view.Dispose();
        mapping.Dispose();
        file.Dispose();
    }
}
