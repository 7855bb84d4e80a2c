using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class PngChunksTests
{
    [Fact]
    public void The_end_chunk_has_its_well_known_checksum() =>
        Assert.Equal([0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82], TestPictures.Png()[8..]);

    [Fact]
    public void A_checksum_of_two_stretches_is_that_of_one() =>
        Assert.Equal(0xCBF43926u, Crc32.Of("1234"u8, "56789"u8));

    [Fact]
    public void Only_a_file_from_header_to_end_is_whole()
    {
        var file = ImageEncoder.Png(TestPictures.Noise(5, 5));
        Assert.True(PngChunks.IsWhole(file));
        Assert.True(PngChunks.IsWhole([.. file, .. "trailing rubbish"u8]));
        for (var length = 0; length < file.Length; length++)
        {
            Assert.False(PngChunks.IsWhole(file.AsSpan(0, length)));
        }

        Assert.False(PngChunks.IsWhole(TestPictures.Png(("tEXt", [1]))));
    }

    [Theory]
    [InlineData(0x7F)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void A_chunk_that_claims_more_than_the_file_ends_the_walk(byte top)
    {
        var file = TestPictures.Png(("IHDR", TestPictures.Header(1, 1)), ("tEXt", [1, 2, 3]));
        file[8 + 25] = top;
        var chunks = new PngChunks(file);

        Assert.True(chunks.MoveNext());
        Assert.Equal("IHDR", Encoding.ASCII.GetString(chunks.Type));
        Assert.False(chunks.MoveNext());
    }
}
