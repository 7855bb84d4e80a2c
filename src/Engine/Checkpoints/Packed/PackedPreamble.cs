using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>The first bytes of a packed file. They are written last: without them it is no file of packed weights.</summary>
/// <param name="IndexOffset">Where the index begins; it ends with the file.</param>
/// <param name="IndexLength">Bytes of the index.</param>
/// <param name="IndexHash">SHA-256 of the index.</param>
internal readonly record struct PackedPreamble(long IndexOffset, int IndexLength, byte[] IndexHash)
{
    /// <summary>Bytes of a preamble.</summary>
    public const int Size = 64;

    private const int OffsetAt = 16;
    private const int LengthAt = 24;
    private const int HashAt = 32;
    private const long Format = 1;

    private static ReadOnlySpan<byte> Magic => "CHAMPACK"u8;

    /// <summary>As it stands in the file.</summary>
    public byte[] Write()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Magic.Length), Format);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(OffsetAt), IndexOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthAt), IndexLength);
        IndexHash.CopyTo(bytes.AsSpan(HashAt));
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no preamble, or does not fit the file.</exception>
    public static PackedPreamble Read(ReadOnlySpan<byte> bytes, long fileLength)
    {
        if (!bytes[..Magic.Length].SequenceEqual(Magic))
        {
            throw new InvalidDataException("does not begin as a file of packed weights");
        }

        var format = BinaryPrimitives.ReadInt64LittleEndian(bytes[Magic.Length..]);
        if (format != Format)
        {
            throw new InvalidDataException($"is of format {format}, expected {Format}");
        }

        var (offset, length) = (BinaryPrimitives.ReadInt64LittleEndian(bytes[OffsetAt..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthAt..]));
        return offset >= Size && length is >= 0 and <= int.MaxValue && offset == fileLength - length
            ? new PackedPreamble(offset, (int)length, bytes[HashAt..].ToArray())
            : throw new InvalidDataException($"has {fileLength} bytes, and its index of {length} bytes should begin at byte {offset} and end with it");
    }

    /// <summary>Whether these bytes are the index.</summary>
    public bool Fits(ReadOnlySpan<byte> index) => SHA256.HashData(index).AsSpan().SequenceEqual(IndexHash);
}
