using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Chameleon.Engine.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Chameleon.Engine.Checkpoints;

/// <summary>
/// The header of a safetensors file, read and validated: eight bytes of little-endian length, then JSON that maps
/// names to element type, shape and byte range. Nothing is allocated before its size has been checked.
/// </summary>
/// <param name="Tensors">Every tensor, in the order of its bytes.</param>
/// <param name="Metadata">The free texts under <c>__metadata__</c>.</param>
/// <param name="DataStart">File offset of the first byte behind the header.</param>
internal sealed record SafetensorsHeader(
    IReadOnlyList<TensorEntry> Tensors, IReadOnlyDictionary<string, string> Metadata, long DataStart)
{
    /// <summary>The limit of the reference implementation.</summary>
    public const long LargestHeader = 100_000_000;

    private const int LengthSize = sizeof(ulong);

    /// <summary>Reads the header and checks it against the file's length.</summary>
    public static SafetensorsHeader Read(SafeFileHandle handle, string file)
    {
        var bytes = ReadBytes(handle, file, out var fileLength);
        CheckText(bytes, file);
        var parser = new SafetensorsHeaderParser(file);
        parser.Parse(bytes);

        var tensors = parser.Tensors;
        tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var dataStart = LengthSize + bytes.Length;
        CheckLayout(tensors, fileLength - dataStart, file);
        return new SafetensorsHeader(tensors, parser.Metadata, dataStart);
    }

    private static byte[] ReadBytes(SafeFileHandle handle, string file, out long fileLength)
    {
        fileLength = RandomAccess.GetLength(handle);
        Span<byte> lengthBytes = stackalloc byte[LengthSize];
        if (fileLength < LengthSize || !TryFill(handle, lengthBytes, 0))
        {
            throw new CheckpointException(
                CheckpointErrorKind.HeaderTooSmall, file, null,
                $"the file has {fileLength} bytes, a safetensors file has at least {LengthSize}.",
                "Is the download complete?");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LargestHeader)
        {
            throw new CheckpointException(
                CheckpointErrorKind.HeaderTooLarge, file, null,
                $"the header claims {length} bytes, the limit is {LargestHeader}.", "Is this a safetensors file?");
        }

        if ((long)length > fileLength - LengthSize)
        {
            throw HeaderBeyondFile(file, length, fileLength);
        }

        var bytes = new byte[length];
        return TryFill(handle, bytes, LengthSize) ? bytes : throw HeaderBeyondFile(file, length, fileLength);
    }

    private static CheckpointException HeaderBeyondFile(string file, ulong length, long fileLength) => new(
        CheckpointErrorKind.InvalidHeaderLength, file, null,
        $"the header claims {length} bytes, the file has {fileLength}.", "Is the download complete?");

    private static bool TryFill(SafeFileHandle handle, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(handle, destination, offset);
            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }

    private static void CheckText(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.IsEmpty || bytes[0] != '{')
        {
            var found = bytes.IsEmpty ? "nothing" : $"byte 0x{bytes[0]:x2}";
            throw new CheckpointException(
                CheckpointErrorKind.InvalidHeaderStart, file, null,
                $"the header begins with {found}, expected '{{'.", "Is this a safetensors file?");
        }

        var nul = bytes.IndexOf((byte)0);
        if (nul >= 0)
        {
            throw new CheckpointException(
                CheckpointErrorKind.InvalidHeader, file, null,
                $"byte 0x00 at offset {nul} of the header; padding must be spaces (0x20).");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new CheckpointException(
                CheckpointErrorKind.InvalidHeaderEncoding, file, null, "the header is not UTF-8.");
        }
    }

    private static void CheckLayout(List<TensorEntry> tensors, long dataLength, string file)
    {
        var position = 0L;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != position || tensor.End < tensor.Begin)
            {
                throw new CheckpointException(
                    CheckpointErrorKind.InvalidOffset, file, tensor.Name,
                    $"data_offsets [{tensor.Begin}, {tensor.End}], expected to begin at {position}: tensors must "
                    + "follow one another without gap or overlap.");
            }

            var size = Shape.Count(tensor.Shape) * (Int128)tensor.DType.Size();
            if (size != tensor.End - tensor.Begin)
            {
                throw new CheckpointException(
                    CheckpointErrorKind.InvalidTensorSize, file, tensor.Name,
                    $"{tensor.DType} {Shape.Describe(tensor.Shape)} takes {size} bytes, data_offsets give "
                    + $"{tensor.End - tensor.Begin}.");
            }

            position = tensor.End;
        }

        if (position != dataLength)
        {
            throw new CheckpointException(
                CheckpointErrorKind.IncompleteBuffer, file, null,
                $"the tensors take {position} bytes, the file has {dataLength} behind its header.",
                position > dataLength ? "Is the download complete?" : "Something was appended to it.");
        }
    }
}
