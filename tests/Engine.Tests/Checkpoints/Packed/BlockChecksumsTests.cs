using Chameleon.Engine.Checkpoints.Packed;

namespace Chameleon.Engine.Tests.Checkpoints.Packed;

public sealed class BlockChecksumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Four_lanes_are_four_plain_checksums(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(Plain(bytes), Checksum(bytes));
    }

    [Fact]
    public void A_lane_is_the_crc_32c_that_everybody_knows()
    {
        // RFC 3720, B.4: 32 bytes of zeros have the checksum aa36918a; here without the inversions before and behind.
        Assert.Equal(0x8A9136AAu, ~Crc(~0u, new byte[32]));
    }

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        var bytes = new byte[200];
        new Random(1).NextBytes(bytes);
        var expected = Checksum(bytes);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(expected, Checksum(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Words_that_change_places_are_found()
    {
        var bytes = new byte[128];
        new Random(2).NextBytes(bytes);
        byte[] swapped = [.. bytes[32..64], .. bytes[..32], .. bytes[64..]];
        Assert.NotEqual(Checksum(bytes), Checksum(swapped));
    }

    private static byte[] Checksum(byte[] bytes)
    {
        var checksum = new byte[BlockChecksums.Size];
        BlockChecksums.Compute(bytes, checksum);
        return checksum;
    }

    private static byte[] Plain(byte[] bytes)
    {
        byte[] padded = [.. bytes, .. new byte[32 - (bytes.Length % 32)]];
        var words = padded.Chunk(8).ToArray();
        return [.. Enumerable.Range(0, 4).SelectMany(lane => BitConverter.GetBytes(Crc(0, [.. words.Where((_, i) => i % 4 == lane).SelectMany(word => word)])))];
    }

    private static uint Crc(uint crc, byte[] bytes)
    {
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }

        return crc;
    }
}
