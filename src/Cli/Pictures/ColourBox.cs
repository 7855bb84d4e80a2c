namespace Chameleon.Cli.Pictures;

/// <summary>Colours that share a palette entry, with the pixels of each; median cut splits it where it is widest.</summary>
internal sealed class ColourBox
{
    private readonly KeyValuePair<int, int>[] colours;
    private readonly int shift;

    /// <param name="colours">Packed colours (0xRRGGBB) with their pixel counts, at least one.</param>
    public ColourBox(KeyValuePair<int, int>[] colours)
    {
        this.colours = colours;
        (shift, Spread) = Widest(colours);
    }

    /// <summary>Distance between the furthest colours in the widest channel.</summary>
    public int Spread { get; }

    /// <summary>Packed colours of the box.</summary>
    public IEnumerable<int> Colours => colours.Select(pair => pair.Key);

    /// <summary>Two boxes with about half of the pixels each, and one colour at least.</summary>
    public (ColourBox Low, ColourBox High) Split()
    {
        var sorted = colours.OrderBy(pair => (pair.Key >> shift) & 255).ToArray();
        var half = sorted.Sum(pair => (long)pair.Value) / 2;
        var cut = 0;
        for (long pixels = 0; cut < sorted.Length - 1 && pixels < half; cut++)
        {
            pixels += sorted[cut].Value;
        }

        return (new(sorted[..cut]), new(sorted[cut..]));
    }

    /// <summary>The pixels' mean colour.</summary>
    public (byte Red, byte Green, byte Blue) Mean()
    {
        var pixels = colours.Sum(pair => (long)pair.Value);
        return (Channel(16), Channel(8), Channel(0));

        byte Channel(int at) => (byte)((colours.Sum(pair => (long)pair.Value * ((pair.Key >> at) & 255)) + (pixels / 2)) / pixels);
    }

    private static (int Shift, int Spread) Widest(KeyValuePair<int, int>[] colours)
    {
        var best = (Shift: 0, Spread: -1);
        for (var at = 0; at <= 16; at += 8)
        {
            var (least, most) = (255, 0);
            foreach (var (colour, _) in colours)
            {
                var value = (colour >> at) & 255;
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            best = most - least > best.Spread ? (at, most - least) : best;
        }

        return best;
    }
}
