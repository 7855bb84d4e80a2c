using System.Globalization;
using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>A picture of coloured half blocks: the upper pixel of a cell is its ink, the lower one its paper.</summary>
internal static class BlockPicture
{
    private const string Reset = "\e[0m";
    private const int CubeStart = 16;
    private const int GreyStart = 232;

    /// <summary>The rows of the picture, each ended by a colour reset and a newline.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="box">Cells that it shall take.</param>
    /// <param name="trueColour">24-bit colours; otherwise those of the 256-colour palette.</param>
    public static string Encode(PixelImage image, CellBox box, bool trueColour)
    {
        var scaled = Scaling.Box(image, box.Columns, 2 * box.Rows);
        var text = new StringBuilder();
        for (var row = 0; row < box.Rows; row++)
        {
            var (ink, paper) = ("", "");
            for (var column = 0; column < box.Columns; column++)
            {
                var upper = Colour(scaled, column, 2 * row, trueColour);
                var lower = Colour(scaled, column, (2 * row) + 1, trueColour);
                text.Append(Change(38, ref ink, upper)).Append(Change(48, ref paper, lower)).Append('▀');
            }

            text.Append(Reset).Append('\n');
        }

        return text.ToString();
    }

    private static string Change(int layer, ref string current, string wanted)
    {
        if (current == wanted)
        {
            return "";
        }

        current = wanted;
        return $"\e[{layer};{wanted}m";
    }

    private static string Colour(PixelImage image, int x, int y, bool trueColour)
    {
        var at = 3 * ((y * image.Width) + x);
        var (red, green, blue) = (image.Data[at], image.Data[at + 1], image.Data[at + 2]);
        return trueColour
            ? string.Create(CultureInfo.InvariantCulture, $"2;{red};{green};{blue}")
            : string.Create(CultureInfo.InvariantCulture, $"5;{PaletteIndex(red, green, blue)}");
    }

    /// <summary>Nearest colour of the 256-colour palette: the 6 × 6 × 6 cube and the 24 greys behind it.</summary>
    internal static int PaletteIndex(byte red, byte green, byte blue)
    {
        var (r, g, b) = (CubeLevel(red), CubeLevel(green), CubeLevel(blue));
        var cubeError = Distance(red, CubeValue(r)) + Distance(green, CubeValue(g)) + Distance(blue, CubeValue(b));
        var grey = Math.Clamp((((red + green + blue) / 3) - 3) / 10, 0, 23);
        var greyValue = 8 + (10 * grey);
        var greyError = Distance(red, greyValue) + Distance(green, greyValue) + Distance(blue, greyValue);
        return greyError < cubeError ? GreyStart + grey : CubeStart + (36 * r) + (6 * g) + b;
    }

    private static int CubeLevel(byte value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;

    private static int CubeValue(int level) => level == 0 ? 0 : 55 + (40 * level);

    private static int Distance(int a, int b) => (a - b) * (a - b);
}
