using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

public sealed class ImageScalerTests
{
    [Fact]
    public void A_picture_of_the_wanted_size_is_left_alone()
    {
        var picture = TestPictures.Noise(7, 5);
        Assert.Same(picture, ImageScaler.Cover(picture, 7, 5));
    }

    [Theory]
    [InlineData(64, 64, 1, 1)]
    [InlineData(64, 64, 96, 32)]
    [InlineData(64, 64, 1000, 3)]
    [InlineData(3, 200, 64, 64)]
    [InlineData(1, 1, 50, 70)]
    [InlineData(513, 512, 512, 513)]
    public void The_result_has_exactly_the_wanted_size(int fromWidth, int fromHeight, int width, int height)
    {
        var scaled = ImageScaler.Cover(TestPictures.Noise(fromWidth, fromHeight), width, height);
        Assert.Equal((width, height), (scaled.Width, scaled.Height));
    }

    [Theory]
    [InlineData(128, 64)]
    [InlineData(64, 128)]
    [InlineData(32, 8)]
    public void A_disc_stays_a_disc_in_the_middle(int width, int height)
    {
        const int Side = 64;
        var data = new byte[3 * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            var (x, y) = ((i % Side) - 31.5, (i / Side) - 31.5);
            data.AsSpan(3 * i, 3).Fill((x * x) + (y * y) < 12 * 12 ? (byte)255 : (byte)0);
        }

        var scaled = ImageScaler.Cover(new PixelImage(Side, Side, data), width, height);
        var scale = Math.Max(width, height) / (double)Side;
        var lit = Enumerable.Range(0, width * height).Where(i => scaled.Data[3 * i] > 127).ToArray();
        var columns = lit.Select(i => i % width).ToArray();
        var rows = lit.Select(i => i / width).ToArray();
        Assert.InRange(columns.Max() - columns.Min() + 1, (24 * scale) - 2, (24 * scale) + 2);
        Assert.InRange(rows.Max() - rows.Min() + 1, Math.Min(height, 24 * scale) - 2, (24 * scale) + 2);
        Assert.InRange((columns.Max() + columns.Min()) / 2.0, (width / 2.0) - 1.5, (width / 2.0) + 0.5);
        Assert.InRange((rows.Max() + rows.Min()) / 2.0, (height / 2.0) - 1.5, (height / 2.0) + 0.5);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    public void A_side_below_one_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageScaler.Cover(TestPictures.Noise(2, 2), width, height));
}
