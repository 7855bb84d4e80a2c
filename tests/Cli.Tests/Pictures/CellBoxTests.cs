using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

public class CellBoxTests
{
    [Theory]
    [InlineData(64, 64, 80, 24, 40, 20)]
    [InlineData(512, 512, 200, 60, 48, 24)]
    [InlineData(640, 320, 80, 24, 48, 12)]
    [InlineData(10, 1000, 80, 24, 1, 20)]
    [InlineData(1000, 10, 80, 24, 48, 1)]
    [InlineData(64, 64, 1, 1, 1, 1)]
    public void A_picture_fits_the_screen_and_keeps_its_proportions(int width, int height, int columns, int rows, int boxColumns, int boxRows) =>
        Assert.Equal(new CellBox(boxColumns, boxRows), CellBox.Fit(new PixelImage(width, height, new byte[3 * width * height]), columns, rows));
}
