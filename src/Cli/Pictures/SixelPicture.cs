using System.Globalization;
using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>A picture in DEC sixel graphics (VT330/VT340 manual, chapter 14): bands of six rows, one colour after the other.</summary>
internal static class SixelPicture
{
    private const int BandHeight = 6;
    private const char EmptySixel = '?';

    /// <summary>The control string that shows the picture at the cursor.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns of pixels that it shall take.</param>
    /// <param name="height">Rows of pixels that it shall take.</param>
    public static string Encode(PixelImage image, int width, int height)
    {
        var scaled = Scaling.Box(image, width, height);
        var palette = Palette.Of(scaled.Data);
        var indices = new byte[width * height];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = palette.IndexOf(scaled.Data[3 * i], scaled.Data[(3 * i) + 1], scaled.Data[(3 * i) + 2]);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\eP0;1;0q\"1;1;{width};{height}");
        for (var index = 0; index < palette.Colours.Count; index++)
        {
            var (red, green, blue) = palette.Colours[index];
            text.Append(CultureInfo.InvariantCulture, $"#{index};2;{Percent(red)};{Percent(green)};{Percent(blue)}");
        }

        for (var top = 0; top < height; top += BandHeight)
        {
            Band(text, indices.AsSpan(top * width, Math.Min(BandHeight, height - top) * width), width);
            text.Append('-');
        }

        return text.Append("\e\\").ToString();
    }

    private static void Band(StringBuilder text, ReadOnlySpan<byte> indices, int width)
    {
        Span<bool> present = stackalloc bool[256];
        foreach (var index in indices)
        {
            present[index] = true;
        }

        var first = true;
        for (var colour = 0; colour < present.Length; colour++)
        {
            if (!present[colour])
            {
                continue;
            }

            text.Append(first ? "" : "$").Append(CultureInfo.InvariantCulture, $"#{colour}");
            first = false;
            Layer(text, indices, width, colour);
        }
    }

    private static void Layer(StringBuilder text, ReadOnlySpan<byte> indices, int width, int colour)
    {
        var (run, last) = (0, EmptySixel);
        for (var x = 0; x < width; x++)
        {
            var bits = 0;
            for (var (at, bit) = (x, 1); at < indices.Length; (at, bit) = (at + width, bit << 1))
            {
                bits |= indices[at] == colour ? bit : 0;
            }

            var sixel = (char)(EmptySixel + bits);
            if (sixel != last)
            {
                Run(text, run, last);
                (run, last) = (0, sixel);
            }

            run++;
        }

        if (last != EmptySixel)
        {
            Run(text, run, last);
        }
    }

    private static void Run(StringBuilder text, int count, char sixel)
    {
        if (count > 3)
        {
            text.Append(CultureInfo.InvariantCulture, $"!{count}{sixel}");
        }
        else
        {
            text.Append(sixel, count);
        }
    }

    private static int Percent(byte value) => ((value * 100) + 127) / 255;
}
