using System.Buffers;
using Chameleon.Engine.Quantization.Writing;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>
/// Compares every block of a packed file with its checksum. The blocks are read rather than touched in the mapping: a disk
/// that fails is an error then, and what nobody uses later takes no memory of the process.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="index">Its index.</param>
/// <param name="dataEnd">Where the blocks end.</param>
internal sealed class PackedVerification(SafeFileHandle file, PackedIndex index, long dataEnd)
{
    /// <summary>Reads it through.</summary>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    public void Run(int threads, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var blocks = checked((int)BlockChecksums.Count(dataEnd - PackedPreamble.Size));
        Slices.Run(blocks, BlockChecksums.BlockBytes, options, (first, count) =>
        {
            for (var block = first; block < first + count; block++)
            {
                Compare(block);
            }
        });
    }

    /// <summary>Reads some bytes.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static byte[] Read(SafeFileHandle file, long offset, int count)
    {
        var bytes = new byte[count];
        Fill(file, bytes, offset);
        return bytes;
    }

    private static void Fill(SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                throw new EndOfStreamException($"ends at byte {offset}, expected more");
            }

            destination = destination[count..];
            offset += count;
        }
    }

    private void Compare(int block)
    {
        var begin = PackedPreamble.Size + ((long)block * BlockChecksums.BlockBytes);
        var end = Math.Min(begin + BlockChecksums.BlockBytes, dataEnd);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockChecksums.BlockBytes);
        try
        {
            var bytes = buffer.AsSpan(0, (int)(end - begin));
            Fill(file, bytes, begin);
            Span<byte> checksum = stackalloc byte[BlockChecksums.Size];
            BlockChecksums.Compute(bytes, checksum);
            if (!checksum.SequenceEqual(index.Checksums.AsSpan(block * BlockChecksums.Size, BlockChecksums.Size)))
            {
                throw new InvalidDataException($"is damaged between byte {begin} and byte {end}{Where(begin, end)}");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string Where(long begin, long end) =>
        index.Entries.FirstOrDefault(entry => entry.Tensors.Any(tensor => tensor.Offset < end && tensor.Offset + tensor.ByteCount > begin)) is { } entry
            ? $", in {CheckpointException.Quote(entry.Name)}"
            : "";
}
