using System.Buffers.Binary;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// What a GIF says before its first frame's pixels. libvips sizes the picture by its frames and leaves the canvas
/// around a smaller first frame black; Pillow keeps the canvas and fills it with palette entry 0.
/// </summary>
/// <param name="Width">Columns of the canvas.</param>
/// <param name="Height">Rows of the canvas.</param>
/// <param name="Left">First column of the first frame.</param>
/// <param name="Top">First row of the first frame.</param>
/// <param name="FrameWidth">Columns of the first frame.</param>
/// <param name="FrameHeight">Rows of the first frame.</param>
/// <param name="HasTransparency">The first frame names a transparent index, which fills the rest instead.</param>
/// <param name="Ground">R, G, B of palette entry 0.</param>
internal sealed record GifHeader(
    int Width, int Height, int Left, int Top, int FrameWidth, int FrameHeight, bool HasTransparency, byte[] Ground)
{
    private const int ScreenLength = 13;
    private const int DescriptorLength = 10;
    private const int PaletteFlag = 0x80;

    /// <summary>Reads up to the first frame; null when there is none.</summary>
    public static GifHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < ScreenLength)
        {
            return null;
        }

        var (width, height) = (U16(file, 6), U16(file, 8));
        var rest = file[ScreenLength..];
        if (!TryTakePalette(file[10], ref rest, out var ground))
        {
            return null;
        }

        var transparent = false;
        while (rest is [0x21, var label, ..])
        {
            transparent |= label == 0xF9 && rest is [_, _, >= 4, var flags, ..] && (flags & 1) != 0;
            rest = SkipSubBlocks(rest[2..]);
        }

        if (rest.Length < DescriptorLength || rest[0] != 0x2C)
        {
            return null;
        }

        var descriptor = rest[..DescriptorLength];
        rest = rest[DescriptorLength..];
        if (!TryTakePalette(descriptor[9], ref rest, out var local))
        {
            return null;
        }

        return new GifHeader(
            width, height, U16(descriptor, 1), U16(descriptor, 3), U16(descriptor, 5), U16(descriptor, 7), transparent,
            local ?? ground ?? [0, 0, 0]);
    }

    private static ReadOnlySpan<byte> SkipSubBlocks(ReadOnlySpan<byte> blocks)
    {
        while (blocks is [var length, ..] && length < blocks.Length)
        {
            blocks = blocks[(1 + length)..];
            if (length == 0)
            {
                return blocks;
            }
        }

        return [];
    }

    private static bool TryTakePalette(byte flags, ref ReadOnlySpan<byte> rest, out byte[]? first)
    {
        first = null;
        if ((flags & PaletteFlag) == 0)
        {
            return true;
        }

        var length = 3 * (2 << (flags & 7));
        if (rest.Length < length)
        {
            return false;
        }

        first = rest[..3].ToArray();
        rest = rest[length..];
        return true;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
