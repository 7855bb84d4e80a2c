using System.Numerics;
using System.Runtime.InteropServices;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>
/// Checksums of a file's stretches: four CRC-32C side by side, word i in lane i mod 4, so that they run as fast as memory.
/// Any change within four neighbouring bytes is found for certain, any other one but for one in 2³².
/// </summary>
internal static class BlockChecksums
{
    /// <summary>Bytes of a stretch; the last one may be shorter.</summary>
    public const int BlockBytes = 1 << 20;

    /// <summary>Bytes of a checksum.</summary>
    public const int Size = Lanes * sizeof(uint);

    private const int Lanes = 4;
    private const int Stride = Lanes * sizeof(ulong);

    /// <summary>Number of stretches of so many bytes.</summary>
    public static long Count(long bytes) => (bytes + BlockBytes - 1) / BlockBytes;

    /// <summary>Writes the checksum of a stretch.</summary>
    /// <param name="block">The stretch; what is missing to whole words counts as zeros.</param>
    /// <param name="checksum">Receives <see cref="Size"/> bytes.</param>
    public static void Compute(ReadOnlySpan<byte> block, Span<byte> checksum)
    {
        uint a = 0, b = 0, c = 0, d = 0;
        var words = MemoryMarshal.Cast<byte, ulong>(block[..(block.Length / Stride * Stride)]);
        for (var i = 0; i + 3 < words.Length; i += Lanes)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }

        Span<ulong> rest = stackalloc ulong[Lanes];
        rest.Clear();
        block[(words.Length * sizeof(ulong))..].CopyTo(MemoryMarshal.AsBytes(rest));
        ReadOnlySpan<uint> sums =
        [
            BitOperations.Crc32C(a, rest[0]), BitOperations.Crc32C(b, rest[1]), BitOperations.Crc32C(c, rest[2]), BitOperations.Crc32C(d, rest[3]),
        ];
        MemoryMarshal.AsBytes(sums).CopyTo(checksum);
    }
}
