namespace Chameleon.Engine.Imaging;

/// <summary>Turns pictures as the EXIF orientation tag says (1–8; anything else means upright).</summary>
internal static class Orientation
{
    /// <summary>The picture upright, given how it is stored.</summary>
    public static PixelImage Apply(PixelImage image, int orientation) => orientation switch
    {
        2 => Map(image, false, (x, y, w, h) => (w - 1 - x, y)),
        3 => Map(image, false, (x, y, w, h) => (w - 1 - x, h - 1 - y)),
        4 => Map(image, false, (x, y, w, h) => (x, h - 1 - y)),
        5 => Map(image, true, (x, y, w, h) => (y, x)),
        6 => Map(image, true, (x, y, w, h) => (y, h - 1 - x)),
        7 => Map(image, true, (x, y, w, h) => (w - 1 - y, h - 1 - x)),
        8 => Map(image, true, (x, y, w, h) => (w - 1 - y, x)),
        _ => image,
    };

    /// <summary>The picture as stored, given how it was brought upright.</summary>
    public static PixelImage Undo(PixelImage image, int orientation) =>
        Apply(image, orientation switch { 6 => 8, 8 => 6, _ => orientation });

    /// <param name="image">The source, w × h.</param>
    /// <param name="swap">Whether columns become rows.</param>
    /// <param name="source">From (x, y) of the result and (w, h) of the source to (x, y) of the source.</param>
    private static PixelImage Map(PixelImage image, bool swap, Func<int, int, int, int, (int X, int Y)> source)
    {
        var (w, h) = (image.Width, image.Height);
        var (width, height) = swap ? (h, w) : (w, h);
        var from = image.Data.AsSpan();
        var data = new byte[image.Data.Length];

        // The maps are linear, so one origin and one step per row say it all.
        for (var y = 0; y < height; y++)
        {
            var (startX, startY) = source(0, y, w, h);
            var (nextX, nextY) = source(1, y, w, h);
            var at = 3 * ((startY * w) + startX);
            var step = 3 * (((nextY - startY) * w) + nextX - startX);
            var row = data.AsSpan(3 * y * width, 3 * width);
            for (var x = 0; x < row.Length; x += 3, at += step)
            {
                (row[x], row[x + 1], row[x + 2]) = (from[at], from[at + 1], from[at + 2]);
            }
        }

        return new PixelImage(width, height, data);
    }
}
