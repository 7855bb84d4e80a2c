using System.Globalization;

namespace Chameleon.Cli.Pictures;

/// <summary>A picture as an inline file of iTerm2's protocol.</summary>
internal static class ITerm2Picture
{
    /// <summary>The escape code that shows the picture at the cursor.</summary>
    /// <param name="file">An encoded picture file (PNG); the terminal decodes and scales it.</param>
    /// <param name="box">Cells that it shall take.</param>
    public static string Encode(ReadOnlySpan<byte> file, CellBox box) => string.Create(
        CultureInfo.InvariantCulture,
        $"\e]1337;File=inline=1;size={file.Length};width={box.Columns};height={box.Rows};preserveAspectRatio=0;doNotMoveCursor=1:{Convert.ToBase64String(file)}\a");
}
