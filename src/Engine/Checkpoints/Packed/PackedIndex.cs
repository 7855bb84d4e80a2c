using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>What stands behind the bytes of a packed file: what it was made of, its checksums and where everything lies.</summary>
/// <param name="Key">How it was made.</param>
/// <param name="Source">SHA-256 of what it was made of.</param>
/// <param name="Checksums">One for each block from the preamble to the index.</param>
/// <param name="Entries">The packed weights.</param>
internal sealed record PackedIndex(PackedKey Key, string Source, byte[] Checksums, IReadOnlyList<PackedEntry> Entries)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>As it stands in the file.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes, with the right checksum.</param>
    /// <param name="dataEnd">Where the data end.</param>
    /// <exception cref="InvalidDataException">It is no such index, or does not fit its file.</exception>
    public static PackedIndex Read(ReadOnlySpan<byte> bytes, long dataEnd)
    {
        PackedIndex index;
        try
        {
            index = JsonSerializer.Deserialize<PackedIndex>(bytes, Json) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"has an index that cannot be read: {exception.Message}", exception);
        }

        if (index.Checksums.Length != BlockChecksums.Count(dataEnd - PackedPreamble.Size) * BlockChecksums.Size)
        {
            throw new InvalidDataException($"has {index.Checksums.Length} bytes of checksums for {dataEnd} bytes of data");
        }

        foreach (var (entry, tensor) in from entry in index.Entries from tensor in entry.Tensors select (entry, tensor))
        {
            if (tensor.ByteCount < 0 || tensor.Offset < PackedPreamble.Size || tensor.Offset % PackedFileWriter.Alignment != 0 || tensor.Offset > dataEnd - tensor.ByteCount)
            {
                throw new InvalidDataException($"says that a tensor of {CheckpointException.Quote(entry.Name)} lies at byte {tensor.Offset}, which cannot be");
            }
        }

        return index;
    }
}
