using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

public class ScalingTests
{
    [Fact]
    public void Shrinking_takes_the_mean() =>
        Assert.Equal([128, 128, 128], Scaling.Box(TinyPictures.FourColours, 1, 1).Data);

    [Fact]
    public void Enlarging_repeats_pixels() => Assert.Equal(
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2],
        Scaling.Box(new PixelImage(2, 1, [1, 1, 1, 2, 2, 2]), 4, 1).Data);

    [Fact]
    public void The_same_size_is_the_same_picture() =>
        Assert.Same(TinyPictures.FourColours, Scaling.Box(TinyPictures.FourColours, 2, 2));

    [Theory]
    [InlineData(5, 3)]
    [InlineData(100, 1)]
    [InlineData(1, 100)]
    public void Any_size_works_and_stays_within_the_colours(int width, int height)
    {
        var image = new PixelImage(7, 11, [.. Enumerable.Repeat((byte)77, 3 * 77)]);
        Assert.All(Scaling.Box(image, width, height).Data, value => Assert.Equal(77, value));
    }
}
