using System.Buffers.Binary;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// The few boxes of an AVIF file that the engine reads by itself: the brands, and the turn that decoders apply on
/// their own. Boxes: length (4, big-endian), type (4), contents.
/// </summary>
internal static class AvifBoxes
{
    private const int HeaderLength = 8;

    /// <summary>Whether the file is of this family of formats and lists the four-letter brand.</summary>
    public static bool HasBrand(ReadOnlySpan<byte> file, ReadOnlySpan<byte> brand)
    {
        if (!TryTake(ref file, out var type, out var contents) || !type.SequenceEqual("ftyp"u8))
        {
            return false;
        }

        for (var at = 0; at + 4 <= contents.Length; at += 4)
        {
            // The second word is the major brand's version.
            if (at != 4 && contents.Slice(at, 4).SequenceEqual(brand))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The turn and mirror properties of the picture as an EXIF orientation (1–8): what brings stored pixels upright.
    /// </summary>
    public static int Orientation(ReadOnlySpan<byte> file)
    {
        // A full box: its first four bytes are version and flags.
        var meta = Find(file, "meta"u8);
        var properties = Find(Find(meta.Length > 4 ? meta[4..] : [], "iprp"u8), "ipco"u8);
        var quarters = Find(properties, "irot"u8) is [var turn, ..] ? turn & 3 : 0;
        int? axis = Find(properties, "imir"u8) is [var mirror, ..] ? mirror & 1 : null;
        return (quarters, axis) switch
        {
            (0, null) => 1,
            (1, null) => 8,
            (2, null) => 3,
            (3, null) => 6,
            (0, 0) or (2, 1) => 4,
            (0, 1) or (2, 0) => 2,
            (1, 1) or (3, 0) => 7,
            _ => 5,
        };
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, scoped ReadOnlySpan<byte> wanted)
    {
        while (TryTake(ref boxes, out var type, out var contents))
        {
            if (type.SequenceEqual(wanted))
            {
                return contents;
            }
        }

        return [];
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> boxes, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> contents)
    {
        type = contents = [];
        if (boxes.Length < HeaderLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(boxes);
        if (length < HeaderLength || length > boxes.Length)
        {
            return false;
        }

        type = boxes.Slice(4, 4);
        contents = boxes[HeaderLength..(int)length];
        boxes = boxes[(int)length..];
        return true;
    }
}
