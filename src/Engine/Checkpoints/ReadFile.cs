using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// A file that is read in any order. It is not mapped: a file that becomes shorter, or a disk that fails, is an error here
/// and would be the end of the process there; and what is read once leaves no pages in it. Thread-safe: the file is closed
/// when the last read that had begun before <see cref="Dispose"/> is done, and later reads throw.
/// </summary>
/// <param name="file">The file, which is taken over.</param>
/// <param name="path">Where it lies.</param>
internal sealed class ReadFile(SafeFileHandle file, string path) : IDisposable
{
    /// <summary>Copies bytes from <paramref name="offset"/> of the file.</summary>
    /// <param name="offset">From the first byte of the file.</param>
    /// <param name="destination">Receives its length of bytes.</param>
    /// <param name="tensor">For the message when the file is no longer there in full.</param>
    public void Read(long offset, Span<byte> destination, string tensor)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                throw new CheckpointException(
                    CheckpointErrorKind.Truncated, path, tensor,
                    $"bytes {offset} to {offset + destination.Length} are wanted, the file now ends at {RandomAccess.GetLength(file)}.",
                    "It became shorter while it was in use.");
            }

            destination = destination[count..];
            offset += count;
        }
    }

    public void Dispose() => file.Dispose();
}
