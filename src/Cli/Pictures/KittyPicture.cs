using System.Globalization;
using System.Text;
using Chameleon.Engine.Imaging;

namespace Chameleon.Cli.Pictures;

/// <summary>
/// A picture in kitty's graphics protocol: raw RGB in base64, in chunks. Sent again under the same number it takes the
/// place of the one before.
/// </summary>
internal static class KittyPicture
{
    /// <summary>Largest payload of one escape code that the protocol allows.</summary>
    private const int ChunkLength = 4096;

    /// <summary>The escape codes that show the picture at the cursor and leave the cursor where it is.</summary>
    /// <param name="image">The picture; the terminal scales it.</param>
    /// <param name="box">Cells that it shall take.</param>
    /// <param name="number">The terminal's name for the picture, from 1.</param>
    public static string Encode(PixelImage image, CellBox box, int number)
    {
        var payload = Convert.ToBase64String(image.Data);
        var text = new StringBuilder(payload.Length + 256);
        for (var start = 0; start < payload.Length; start += ChunkLength)
        {
            var length = Math.Min(ChunkLength, payload.Length - start);
            var more = start + length < payload.Length ? 1 : 0;
            var keys = start == 0
                ? string.Create(CultureInfo.InvariantCulture, $"a=T,f=24,s={image.Width},v={image.Height},i={number},p=1,c={box.Columns},r={box.Rows},C=1,q=2,m={more}")
                : string.Create(CultureInfo.InvariantCulture, $"m={more}");
            text.Append("\e_G").Append(keys).Append(';').Append(payload, start, length).Append("\e\\");
        }

        return text.ToString();
    }
}
