using Chameleon.Engine.Imaging;
using Chameleon.Engine.Imaging.Resampling;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ResamplerTests
{
    public static TheoryData<ResampleFilter> Filters => [.. Enum.GetValues<ResampleFilter>()];

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_window_equals_that_part_of_the_whole(ResampleFilter filter)
    {
        var random = new Random(3);
        for (var round = 0; round < 40; round++)
        {
            var image = TestPictures.Noise(random.Next(1, 70), random.Next(1, 70), round);
            var (width, height) = (random.Next(1, 90), random.Next(1, 90));
            var (x, y) = (random.Next(width), random.Next(height));
            var window = new PixelWindow(x, y, random.Next(1, width - x + 1), random.Next(1, height - y + 1));

            var part = Resampler.Resize(image, width, height, filter, window: window);

            var whole = Resampler.Resize(image, width, height, filter);
            Assert.Equal(Resampler.Crop(whole, window).Data, part.Data);
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_plain_colour_stays_plain(ResampleFilter filter)
    {
        foreach (var level in (byte[])[0, 1, 128, 255])
        {
            var image = new PixelImage(23, 17, [.. Enumerable.Repeat(level, 23 * 17 * 3)]);

            Assert.All(Resampler.Resize(image, 41, 5, filter).Data, value => Assert.Equal(level, value));
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Channels_do_not_mix(ResampleFilter filter)
    {
        var image = TestPictures.Noise(31, 29);
        var swapped = new PixelImage(31, 29, [.. image.Data.Chunk(3).SelectMany(pixel => new[] { pixel[2], pixel[0], pixel[1] })]);

        var result = Resampler.Resize(image, 19, 43, filter).Data.Chunk(3).SelectMany(pixel => new[] { pixel[2], pixel[0], pixel[1] });

        Assert.Equal(result, Resampler.Resize(swapped, 19, 43, filter).Data);
    }

    [Theory]
    [InlineData(ResampleFilter.Lanczos)]
    [InlineData(ResampleFilter.Bicubic)]
    [InlineData(ResampleFilter.Bilinear)]
    [InlineData(ResampleFilter.Hamming)]
    [InlineData(ResampleFilter.Box)]
    public void The_fast_passes_equal_the_sum_written_out(ResampleFilter filter)
    {
        var random = new Random(8);
        for (var round = 0; round < 12; round++)
        {
            var image = TestPictures.Noise(random.Next(1, 60), random.Next(1, 60), round);
            var (width, height) = (random.Next(1, 60), random.Next(1, 60));

            Assert.Equal(Plain(image, width, height, filter), Resampler.Resize(image, width, height, filter).Data);
        }
    }

    [Fact]
    public void The_same_size_is_the_same_picture()
    {
        var image = TestPictures.Noise(9, 8);

        Assert.Same(image, Resampler.Resize(image, 9, 8, ResampleFilter.Lanczos));
        Assert.Same(image, Resampler.Resize(image, 9, 8, ResampleFilter.Nearest));
    }

    private static byte[] Plain(PixelImage image, int width, int height, ResampleFilter filter)
    {
        var columns = ResampleKernel.Create(filter, image.Width, 0, image.Width, width, 0, width);
        var rows = ResampleKernel.Create(filter, image.Height, 0, image.Height, height, 0, height);
        var narrow = width == image.Width
            ? image.Data
            : [.. from y in Enumerable.Range(0, image.Height)
                  from x in Enumerable.Range(0, width)
                  from c in Enumerable.Range(0, 3)
                  select Weigh(columns, x, at => image.Data[(3 * ((y * image.Width) + at)) + c])];
        return height == image.Height
            ? narrow
            : [.. from y in Enumerable.Range(0, height)
                  from x in Enumerable.Range(0, width)
                  from c in Enumerable.Range(0, 3)
                  select Weigh(rows, y, at => narrow[(3 * ((at * width) + x)) + c])];
    }

    private static byte Weigh(ResampleKernel kernel, int output, Func<int, byte> input)
    {
        var sum = 1 << (ResampleKernel.Precision - 1);
        var weights = kernel.Weights(output);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            sum += weights[tap] * input(kernel.First(output) + tap);
        }

        return (byte)Math.Clamp(sum >> ResampleKernel.Precision, 0, 255);
    }
}
