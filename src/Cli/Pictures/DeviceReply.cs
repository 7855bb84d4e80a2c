using System.Globalization;
using System.Text.RegularExpressions;

namespace Chameleon.Cli.Pictures;

/// <summary>What a terminal said about itself when asked.</summary>
/// <param name="Protocol">Its best picture protocol; null when it named none.</param>
/// <param name="Cell">Its cell's pixels; null when it did not say.</param>
internal sealed partial record DeviceReply(PictureProtocol? Protocol, CellSize? Cell)
{
    /// <summary>
    /// Asks for kitty graphics (a query that draws nothing), for the cell's size, and last for the device attributes,
    /// which every terminal answers: their answer ends the wait.
    /// </summary>
    public const string Question = "\e_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\e\\\e[16t\e[c";

    /// <summary>Whether all answers are there.</summary>
    public static bool IsComplete(string text) => DeviceAttributes().IsMatch(text);

    /// <summary>Reads the answers.</summary>
    /// <param name="text">All that came back, possibly cut short.</param>
    public static DeviceReply Parse(string text)
    {
        var attributes = DeviceAttributes().Match(text);
        var sixel = attributes.Success && attributes.Groups[1].Value.Split(';').Contains("4");
        var protocol = text.Contains("\e_Gi=31;OK", StringComparison.Ordinal) ? PictureProtocol.Kitty
            : sixel ? PictureProtocol.Sixel
            : (PictureProtocol?)null;
        var cell = CellReport().Match(text);
        return new(protocol, cell.Success ? SizeOf(cell.Groups[2].Value, cell.Groups[1].Value) : null);
    }

    private static CellSize? SizeOf(string width, string height) =>
        int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w) && w is > 0 and < 200
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h) && h is > 0 and < 200
            ? new CellSize(w, h)
            : null;

    [GeneratedRegex(@"\e\[\?([0-9;]*)c")]
    private static partial Regex DeviceAttributes();

    [GeneratedRegex(@"\e\[6;([0-9]+);([0-9]+)t")]
    private static partial Regex CellReport();
}
