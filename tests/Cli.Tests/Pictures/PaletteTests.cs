using Chameleon.Cli.Pictures;

namespace Chameleon.Cli.Tests.Pictures;

public class PaletteTests
{
    [Fact]
    public void Up_to_256_colours_are_all_kept()
    {
        var pixels = Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)(i * 7), (byte)(255 - i) }).ToArray();
        var palette = Palette.Of(pixels);
        Assert.Equal(256, palette.Colours.Count);
        for (var at = 0; at < pixels.Length; at += 3)
        {
            var kept = palette.Colours[palette.IndexOf(pixels[at], pixels[at + 1], pixels[at + 2])];
            Assert.Equal((pixels[at], pixels[at + 1], pixels[at + 2]), kept);
        }
    }

    [Fact]
    public void One_colour_makes_one_entry() => Assert.Equal([(9, 8, 7)], Palette.Of([9, 8, 7, 9, 8, 7]).Colours);

    [Fact]
    public void A_large_picture_takes_a_moment_only()
    {
        var palette = Palette.Of(TinyPictures.Noise(512, 512, seed: 2).Data);
        Assert.Equal(256, palette.Colours.Count);
    }
}
