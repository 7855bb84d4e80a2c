namespace Chameleon.Cli.Pictures;

/// <summary>At most 256 colours that stand for all colours of a picture, found by median cut (Heckbert 1982).</summary>
internal sealed class Palette
{
    private const int MostColours = 256;

    private readonly Dictionary<int, byte> indexOfColour = [];

    private Palette(List<ColourBox> boxes)
    {
        Colours = [.. boxes.Select(box => box.Mean())];
        for (var index = 0; index < boxes.Count; index++)
        {
            foreach (var colour in boxes[index].Colours)
            {
                indexOfColour.Add(colour, (byte)index);
            }
        }
    }

    /// <summary>The colours, 1 to 256.</summary>
    public IReadOnlyList<(byte Red, byte Green, byte Blue)> Colours { get; }

    /// <summary>Makes the palette of a picture; with 256 colours or fewer it holds each of them.</summary>
    /// <param name="rgb">Pixels [n, 3], at least one.</param>
    public static Palette Of(ReadOnlySpan<byte> rgb)
    {
        var counts = new Dictionary<int, int>();
        for (var at = 0; at < rgb.Length; at += 3)
        {
            var colour = Pack(rgb[at], rgb[at + 1], rgb[at + 2]);
            counts[colour] = counts.GetValueOrDefault(colour) + 1;
        }

        var boxes = new List<ColourBox> { new([.. counts.OrderBy(pair => pair.Key)]) };
        while (boxes.Count < MostColours && boxes.MaxBy(box => box.Spread) is { Spread: > 0 } widest)
        {
            var (low, high) = widest.Split();
            boxes[boxes.IndexOf(widest)] = low;
            boxes.Add(high);
        }

        return new Palette(boxes);
    }

    /// <summary>Index of the colour that stands for a colour of the picture.</summary>
    public byte IndexOf(byte red, byte green, byte blue) => indexOfColour[Pack(red, green, blue)];

    private static int Pack(byte red, byte green, byte blue) => (red << 16) | (green << 8) | blue;
}
