using Chameleon.Cli.Pictures;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

public class BlockPictureTests
{
    [Fact]
    public void Four_colours_are_written_to_the_byte_in_true_colour() => Assert.Equal(
        "\e[38;2;255;0;0m\e[48;2;0;0;255m▀\e[38;2;0;255;0m\e[48;2;255;255;255m▀\e[0m\n",
        BlockPicture.Encode(TinyPictures.FourColours, new CellBox(2, 1), trueColour: true));

    [Fact]
    public void Four_colours_are_written_to_the_byte_in_256_colours() => Assert.Equal(
        "\e[38;5;196m\e[48;5;21m▀\e[38;5;46m\e[48;5;231m▀\e[0m\n",
        BlockPicture.Encode(TinyPictures.FourColours, new CellBox(2, 1), trueColour: false));

    [Fact]
    public void A_colour_that_stays_is_not_said_again() => Assert.Equal(
        "\e[38;2;0;0;0m\e[48;2;0;0;0m▀▀▀\e[0m\n",
        BlockPicture.Encode(new PixelImage(3, 2, new byte[18]), new CellBox(3, 1), trueColour: true));

    [Theory]
    [InlineData(0, 0, 0, 16)]
    [InlineData(255, 255, 255, 231)]
    [InlineData(128, 128, 128, 244)]
    [InlineData(8, 8, 8, 232)]
    [InlineData(238, 238, 238, 255)]
    [InlineData(95, 135, 175, 67)]
    public void The_nearest_of_the_256_colours_is_taken(byte red, byte green, byte blue, int index) =>
        Assert.Equal(index, BlockPicture.PaletteIndex(red, green, blue));

    [Fact]
    public void No_colour_of_cube_or_greys_is_nearer_than_the_one_taken()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var (r, g, b) = ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
            var taken = Error(BlockPicture.PaletteIndex(r, g, b));
            var best = Enumerable.Range(16, 240).Min(Error);
            Assert.InRange(taken, best, best + 50);

            int Error(int index)
            {
                var (x, y, z) = ValueOf(index);
                return ((r - x) * (r - x)) + ((g - y) * (g - y)) + ((b - z) * (b - z));
            }
        }
    }

    private static (int Red, int Green, int Blue) ValueOf(int index)
    {
        if (index >= 232)
        {
            var grey = 8 + (10 * (index - 232));
            return (grey, grey, grey);
        }

        int[] levels = [0, 95, 135, 175, 215, 255];
        return (levels[(index - 16) / 36], levels[(index - 16) / 6 % 6], levels[(index - 16) % 6]);
    }
}
