using System.Globalization;
using System.Text;

namespace Chameleon.Cli.Terminal;

/// <summary>How many cells a terminal gives to text.</summary>
internal static class CellWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115f), (0x2e80, 0x303e), (0x3041, 0x33ff), (0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xa000, 0xa4cf),
        (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe30, 0xfe6f), (0xff00, 0xff60), (0xffe0, 0xffe6), (0x1f300, 0x1f64f),
        (0x1f680, 0x1f6ff), (0x1f900, 0x1f9ff), (0x20000, 0x3fffd),
    ];

    /// <summary>0 for marks and controls, 2 for East Asian wide characters and emoji, 1 for all else.</summary>
    public static int Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return Rune.IsControl(rune) ? 0 : 1;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control)
        {
            return 0;
        }

        return Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1;
    }

    /// <summary>Row and column where text that starts at a column ends on a screen that wraps at a width.</summary>
    public static (int Row, int Column) End(ReadOnlySpan<char> text, int startColumn, int width)
    {
        var (row, column) = (0, startColumn);
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = Of(rune);
            if (column + cells > width)
            {
                (row, column) = (row + 1, 0);
            }

            column += cells;
        }

        return column == width ? (row + 1, 0) : (row, column);
    }
}
