using System.Globalization;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Tests.Pictures;

/// <summary>Reads sixel graphics as the VT340 manual says, and refuses anything else.</summary>
internal static class SixelReader
{
    public static PixelImage Read(string text)
    {
        Assert.StartsWith("\eP", text, StringComparison.Ordinal);
        Assert.EndsWith("\e\\", text, StringComparison.Ordinal);
        var at = text.IndexOf('q', StringComparison.Ordinal) + 1;
        var end = text.Length - 2;
        Assert.Equal('"', text[at++]);
        var raster = Numbers(text, ref at);
        var (width, height) = (raster[2], raster[3]);
        var pixels = new byte[3 * width * height];
        var painted = new bool[width * height];
        var palette = new Dictionary<int, byte[]>();
        var (colour, x, band) = (0, 0, 0);
        while (at < end)
        {
            var c = text[at++];
            switch (c)
            {
                case '#':
                    var numbers = Numbers(text, ref at);
                    colour = numbers[0];
                    if (numbers.Count == 5)
                    {
                        Assert.Equal(2, numbers[1]);
                        palette.Add(colour, [.. numbers.Skip(2).Select(percent => (byte)Math.Round(percent * 2.55))]);
                    }

                    break;
                case '$':
                    x = 0;
                    break;
                case '-':
                    (x, band) = (0, band + 1);
                    break;
                case '!':
                    var count = Numbers(text, ref at)[0];
                    Paint(text[at++], count);
                    break;
                default:
                    Paint(c, 1);
                    break;
            }
        }

        Assert.All(painted, Assert.True);
        return new(width, height, pixels);

        void Paint(char sixel, int count)
        {
            Assert.InRange(sixel, '?', '~');
            for (; count > 0; count--, x++)
            {
                for (var bit = 0; bit < 6; bit++)
                {
                    if (((sixel - '?') >> bit & 1) == 0)
                    {
                        continue;
                    }

                    var pixel = (((6 * band) + bit) * width) + x;
                    Assert.False(painted[pixel], "painted twice");
                    painted[pixel] = true;
                    palette[colour].CopyTo(pixels, 3 * pixel);
                }
            }
        }
    }

    private static List<int> Numbers(string text, ref int at)
    {
        var start = at;
        while (char.IsAsciiDigit(text[at]) || text[at] == ';')
        {
            at++;
        }

        return [.. text[start..at].Split(';').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }
}
