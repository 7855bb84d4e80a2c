using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

public class SixelPictureTests
{
    [Fact]
    public void Four_colours_are_written_to_the_byte() => Assert.Equal(
        "\eP0;1;0q\"1;1;2;2#0;2;100;0;0#1;2;0;0;100#2;2;0;100;0#3;2;100;100;100#0@$#1A$#2?@$#3?A-\e\\",
        SixelPicture.Encode(TinyPictures.FourColours, 2, 2));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(6, 12)]
    [InlineData(13, 19)]
    public void A_picture_of_few_colours_decodes_back_but_for_the_rounding_to_percent(int width, int height)
    {
        var image = TinyPictures.Noise(width, height, seed: width);
        AssertClose(image, SixelReader.Read(SixelPicture.Encode(image, width, height)), tolerance: 2);
    }

    [Fact]
    public void A_picture_of_many_colours_keeps_to_256_that_are_near()
    {
        var image = TinyPictures.Noise(64, 64, seed: 1);
        var text = SixelPicture.Encode(image, 64, 64);
        Assert.DoesNotContain("#256", text, StringComparison.Ordinal);
        AssertClose(image, SixelReader.Read(text), tolerance: 80);
    }

    [Fact]
    public void One_colour_is_run_length_encoded()
    {
        var image = new PixelImage(100, 6, new byte[1800]);
        Assert.Equal("\eP0;1;0q\"1;1;100;6#0;2;0;0;0#0!100~-\e\\", SixelPicture.Encode(image, 100, 6));
    }

    [Fact]
    public void The_picture_is_scaled_to_the_wanted_pixels()
    {
        var image = SixelReader.Read(SixelPicture.Encode(TinyPictures.FourColours, 20, 14));
        Assert.Equal((20, 14), (image.Width, image.Height));
        Assert.Equal([255, 0, 0], image.Data[..3]);
        Assert.Equal([255, 255, 255], image.Data[^3..]);
    }

    private static void AssertClose(PixelImage expected, PixelImage actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.All(expected.Data.Zip(actual.Data), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
    }
}
