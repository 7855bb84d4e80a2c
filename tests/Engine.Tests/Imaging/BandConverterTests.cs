using System.Runtime.InteropServices;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class BandConverterTests
{
    [Fact]
    public void Blending_on_white_is_the_formula_in_doubles_truncated_for_every_pair()
    {
        var differFromIntegers = 0;
        for (var alpha = 0; alpha < 256; alpha++)
        {
            for (var colour = 0; colour < 256; colour++)
            {
                var a = alpha / 255.0;
                var expected = (byte)((1 - a) * 255 + a * colour);

                Assert.Equal(expected, WhiteBlend.Of((byte)alpha)[colour]);
                differFromIntegers += expected == ((255 - alpha) * 255 + alpha * colour) / 255 ? 0 : 1;
            }
        }

        // The reference data's own count: integers would not do.
        Assert.Equal(124, differFromIntegers);
    }

    [Fact]
    public void Opaque_colours_stay_and_clear_ones_are_white()
    {
        for (var colour = 0; colour < 256; colour++)
        {
            Assert.Equal(colour, WhiteBlend.Of(255)[colour]);
            Assert.Equal(255, WhiteBlend.Of(0)[colour]);
        }
    }

    [Theory]
    [InlineData(1, false, false, 255)]
    [InlineData(2, false, false, 2)]
    [InlineData(3, false, false, 255)]
    [InlineData(4, false, false, 4)]
    [InlineData(4, false, true, 255)] // a colour key that is none
    [InlineData(4, true, false, 255)] // inks have no opacity
    public void Opacity_is_the_last_band_or_whole(int bands, bool cmyk, bool ignoreAlpha, byte expected)
    {
        var rgb = new byte[6];
        new BandConverter(bands, wide: false, cmyk, scaleGrey16: true, ignoreAlpha, opacityOnly: true)
            .Convert([.. Enumerable.Range(0, 2).SelectMany(_ => Enumerable.Range(1, bands).Select(band => (byte)band))], rgb);

        Assert.All(rgb, value => Assert.Equal(expected, value));
    }

    [Fact]
    public void Inks_multiply_with_black_as_a_rounded_product_of_lights()
    {
        for (var black = 0; black < 256; black += 5)
        {
            for (var ink = 0; ink < 256; ink++)
            {
                var rgb = Convert([(byte)ink, 0, 255, (byte)black], bands: 4, cmyk: true);
                var light = 255 - black;

                Assert.Equal(light - Math.Round(ink * light / 255.0, MidpointRounding.AwayFromZero), rgb[0]);
                Assert.Equal(light, rgb[1]);
                Assert.Equal(0, rgb[2]);
            }
        }
    }

    [Fact]
    public void Grey_and_alpha_fill_three_channels()
    {
        Assert.Equal([7, 7, 7, 9, 9, 9], Convert([7, 9], bands: 1));
        Assert.Equal([7, 7, 7, 255, 255, 255], Convert([7, 255, 9, 0], bands: 2));
        Assert.Equal([1, 2, 3], Convert([1, 2, 3], bands: 3));
        Assert.Equal([1, 2, 3, 255, 255, 255], Convert([1, 2, 3, 255, 4, 5, 6, 0], bands: 4));
        Assert.Equal([1, 2, 3, 4, 5, 6], Convert([1, 2, 3, 255, 4, 5, 6, 0], bands: 4, ignoreAlpha: true));
    }

    [Fact]
    public void Sixteen_bits_lose_their_low_byte_but_plain_grey_can_be_clipped()
    {
        Assert.Equal([0x12, 0x12, 0x12], Wide([0x1234], bands: 1, scaleGrey16: true));
        Assert.Equal([255, 255, 255], Wide([0x1234], bands: 1, scaleGrey16: false));
        Assert.Equal([0x34, 0x34, 0x34], Wide([0x0034], bands: 1, scaleGrey16: false));
        Assert.Equal([0x12, 0x56, 0x9A], Wide([0x1234, 0x5678, 0x9ABC], bands: 3, scaleGrey16: false));
        Assert.Equal([0x12, 0x12, 0x12], Wide([0x1234, 0xFFFF], bands: 2, scaleGrey16: false));
        Assert.Equal([0xFF, 0xFF, 0xFF], Wide([0x1234, 0x5678, 0x9ABC, 0x00FF], bands: 4, scaleGrey16: false));
    }

    private static byte[] Convert(byte[] pixels, int bands, bool cmyk = false, bool ignoreAlpha = false)
    {
        var converter = new BandConverter(bands, wide: false, cmyk, scaleGrey16: true, ignoreAlpha);
        Assert.Equal(bands, converter.PixelBytes);
        var rgb = new byte[3 * pixels.Length / bands];
        converter.Convert(pixels, rgb);
        return rgb;
    }

    private static byte[] Wide(ushort[] values, int bands, bool scaleGrey16)
    {
        var converter = new BandConverter(bands, wide: true, cmyk: false, scaleGrey16, ignoreAlpha: false);
        Assert.Equal(2 * bands, converter.PixelBytes);
        var rgb = new byte[3 * values.Length / bands];
        converter.Convert(MemoryMarshal.AsBytes(values.AsSpan()), rgb);
        return rgb;
    }
}
