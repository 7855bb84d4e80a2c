using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>How many character cells a picture takes in a terminal.</summary>
/// <param name="Columns">Cells across, at least 1.</param>
/// <param name="Rows">Cells down, at least 1.</param>
internal readonly record struct CellBox(int Columns, int Rows)
{
    /// <summary>Cells beyond which a picture on a wide screen is only in the way.</summary>
    private const int MostColumns = 48;

    /// <summary>Rows that stay free for the text around the picture.</summary>
    private const int FreeRows = 4;

    /// <summary>The largest box with the picture's proportions that fits a screen; cells count as twice as high as wide.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="screenColumns">Columns of the screen.</param>
    /// <param name="screenRows">Rows of the screen.</param>
    public static CellBox Fit(PixelImage image, int screenColumns, int screenRows)
    {
        var columns = Math.Clamp(screenColumns - 1, 1, MostColumns);
        var rows = Math.Clamp(screenRows - FreeRows, 1, MostColumns / 2);
        var scale = Math.Min(columns / (double)image.Width, 2.0 * rows / image.Height);
        return new(
            Math.Clamp((int)Math.Round(image.Width * scale), 1, columns),
            Math.Clamp((int)Math.Round(image.Height * scale / 2), 1, rows));
    }
}
