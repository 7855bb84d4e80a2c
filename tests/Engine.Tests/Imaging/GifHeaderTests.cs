using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class GifHeaderTests
{
    private static readonly byte[] Screen = [.. "GIF89a"u8, 20, 0, 10, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6];
    private static readonly byte[] Frame = [0x2C, 3, 0, 4, 0, 5, 0, 6, 0, 0];

    [Fact]
    public void Canvas_frame_and_ground_are_read() =>
        AssertEqual(new GifHeader(20, 10, 3, 4, 5, 6, false, [1, 2, 3]), GifHeader.Read([.. Screen, .. Frame]));

    [Fact]
    public void A_frame_with_its_own_palette_has_its_own_ground() =>
        AssertEqual(
            new GifHeader(20, 10, 3, 4, 5, 6, false, [7, 8, 9]),
            GifHeader.Read([.. Screen, .. Frame[..9], 0x80, 7, 8, 9, 0, 0, 0]));

    [Fact]
    public void Without_any_palette_the_ground_is_black() =>
        AssertEqual(
            new GifHeader(20, 10, 3, 4, 5, 6, false, [0, 0, 0]),
            GifHeader.Read([.. "GIF87a"u8, 20, 0, 10, 0, 0, 0, 0, .. Frame]));

    [Fact]
    public void Extensions_are_skipped_and_a_transparent_index_is_seen()
    {
        byte[] comment = [0x21, 0xFE, 2, .. "hi"u8, 3, .. "you"u8, 0];
        byte[] opaque = [0x21, 0xF9, 4, 0, 0, 0, 0, 0];
        byte[] transparent = [0x21, 0xF9, 4, 1, 0, 0, 0, 0];

        Assert.False(GifHeader.Read([.. Screen, .. comment, .. opaque, .. Frame])!.HasTransparency);
        Assert.True(GifHeader.Read([.. Screen, .. transparent, .. comment, .. Frame])!.HasTransparency);
    }

    [Fact]
    public void A_header_cut_anywhere_is_no_header()
    {
        byte[] file = [.. Screen, 0x21, 0xFE, 2, .. "hi"u8, 0, .. Frame];
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Null(GifHeader.Read(file.AsSpan(0, length)));
        }

        Assert.NotNull(GifHeader.Read(file));
    }

    [Fact]
    public void A_trailer_before_any_frame_is_no_header() => Assert.Null(GifHeader.Read([.. Screen, 0x3B, .. Frame]));

    private static void AssertEqual(GifHeader expected, GifHeader? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Ground, actual.Ground);
        Assert.Equal(expected, actual with { Ground = expected.Ground });
    }
}
