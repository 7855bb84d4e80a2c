using Chameleon.Cli.Terminal;
using Chameleon.Engine.Imaging;
using Chameleon.Engine.Models;

namespace Chameleon.Cli.Pictures;

/// <summary>Shows pictures on the terminal, one below the other; the last one can be drawn over while it grows.</summary>
/// <param name="output">The terminal.</param>
/// <param name="protocol">How it shows pictures.</param>
/// <param name="cell">Pixels of its character cells.</param>
/// <param name="size">Columns and rows of its screen, asked for each new picture.</param>
/// <param name="toPng">Encodes a picture file.</param>
internal sealed class PictureScreen(
    TextWriter output, PictureProtocol protocol, CellSize cell, Func<(int Columns, int Rows)> size, Func<PixelImage, byte[]> toPng)
{
    /// <summary>
    /// Decoding a preview takes as long as decoding the picture; so many of them are a small part of drawing one.
    /// </summary>
    private const int PreviewsPerPicture = 8;

    private CellBox? open;
    private int number;

    /// <summary>Whether the terminal shows pictures at all.</summary>
    public bool CanShow => protocol != PictureProtocol.None;

    /// <summary>How it shows them.</summary>
    public PictureProtocol Protocol => protocol;

    /// <summary>Codes between previews when the user does not say; 0, none, where nobody sees them or several pictures grow at once.</summary>
    /// <param name="model">What draws.</param>
    /// <param name="pictures">How many it draws.</param>
    public int UsualPreviews(ModelInfo model, int pictures) =>
        CanShow && pictures == 1 ? Math.Max(1, model.CodesPerPicture / PreviewsPerPicture) : 0;

    /// <summary>Shows a picture at the cursor, or in place of the one that is being drawn. The cursor goes below it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="final">Whether the next picture goes below this one.</param>
    public void Show(PixelImage image, bool final)
    {
        if (!CanShow)
        {
            return;
        }

        var box = open ?? Begin(image);
        output.Write($"\e[{box.Rows}A\r" + Encode(image, box));
        open = final ? null : box;
    }

    /// <summary>Leaves a picture that will not be finished as it stands.</summary>
    public void Abandon() => open = null;

    /// <summary>Makes room, scrolling if need be, and leaves the cursor below it.</summary>
    private CellBox Begin(PixelImage image)
    {
        var (columns, rows) = size();
        var box = CellBox.Fit(image, columns, rows);
        number++;
        output.Write(new string('\n', box.Rows));
        return box;
    }

    private string Encode(PixelImage image, CellBox box) => protocol switch
    {
        PictureProtocol.Kitty => Below(KittyPicture.Encode(image, box, number), box),
        PictureProtocol.ITerm2 => Below(ITerm2Picture.Encode(toPng(image), box), box),
        PictureProtocol.Sixel => Below(SixelPicture.Encode(image, box.Columns * cell.Width, box.Rows * cell.Height), box),
        _ => BlockPicture.Encode(image, box, protocol == PictureProtocol.Blocks),
    };

    /// <summary>Terminals disagree on where the cursor stands after a picture; this one does not care.</summary>
    private static string Below(string picture, CellBox box) => $"\e7{picture}\e8\e[{box.Rows}B";
}
