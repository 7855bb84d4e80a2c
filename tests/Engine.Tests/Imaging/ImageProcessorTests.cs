using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ImageProcessorTests
{
    private static readonly ImageProcessor Chameleon = new(new ImageProcessorConfig());

    /// <summary>Attack case 19.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(512, 511)]
    [InlineData(513, 512)]
    [InlineData(3, 50)]
    public void Every_size_gives_a_full_square(int width, int height) =>
        Assert.Equal(3 * 512 * 512, Chameleon.Process(TestPictures.Noise(width, height)).Length);

    /// <summary>Attack case 18: scaled as a whole, these would be 512 × 512,000 and 512 × 5,120,000 pixels.</summary>
    [Theory]
    [InlineData(1, 1000)]
    [InlineData(1000, 1)]
    [InlineData(1, 10_000)]
    [InlineData(10_000, 1)]
    public void A_line_of_pixels_costs_no_more_memory_than_a_square(int width, int height)
    {
        var image = TestPictures.Noise(width, height);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var values = Chameleon.Process(image);

        Assert.Equal(3 * 512 * 512, values.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
    }

    [Fact]
    public void Without_a_crop_a_result_beyond_the_limit_is_refused()
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { Crop = null });

        var error = Assert.Throws<ImageFormatException>(() => processor.Process(TestPictures.Noise(1, 1000)));

        Assert.Equal(
            "A picture of 1 × 1000 pixels would become 512 × 512000; at most 67108864 pixels in all are processed.", error.Message);
    }

    [Fact]
    public void Values_of_a_known_pixel_are_those_of_the_published_formula()
    {
        var processor = new ImageProcessor(new ImageProcessorConfig { Resize = null, Crop = null });

        var values = processor.Process(new PixelImage(1, 1, [0, 128, 255]));

        Assert.Equal([-1f, (float)(128 * 0.0078) - 1, (float)(255 * 0.0078) - 1], values);
    }

    [Fact]
    public void Planes_are_red_green_blue_and_a_border_is_black()
    {
        var processor = new ImageProcessor(
            new ImageProcessorConfig { Resize = null, Crop = (4, 1), RescaleFactor = null, Normalize = null });

        var values = processor.Process(new PixelImage(1, 1, [10, 20, 30]));

        Assert.Equal([0, 0, 10, 0, 0, 0, 20, 0, 0, 0, 30, 0], values);
    }
}
