using System.Buffers.Binary;

namespace Chameleon.Engine.Imaging;

/// <summary>Walks the chunks of a PNG without reading what they hold. Ends quietly where the file does.</summary>
/// <param name="file">The whole file, signature included.</param>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    private const int HeaderLength = 8;
    private const int CrcLength = 4;

    private ReadOnlySpan<byte> rest = file.StartsWith(Signature) ? file[Signature.Length..] : [];

    /// <summary>The eight bytes every PNG starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Four letters.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>Contents of the chunk.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>
    /// Whether the file runs from its header to its end chunk without a chunk that claims more than is there. Decoders
    /// differ in what they do with one that does, up to taking the memory it claims.
    /// </summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks(file);
        if (!chunks.MoveNext() || !chunks.Type.SequenceEqual("IHDR"u8))
        {
            return false;
        }

        while (chunks.MoveNext())
        {
            if (chunks.Type.SequenceEqual("IEND"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to the next whole chunk.</summary>
    public bool MoveNext()
    {
        if (rest.Length < HeaderLength + CrcLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - HeaderLength - CrcLength)
        {
            return false;
        }

        Type = rest.Slice(4, 4);
        Data = rest.Slice(HeaderLength, (int)length);
        rest = rest[(HeaderLength + (int)length + CrcLength)..];
        return true;
    }
}
