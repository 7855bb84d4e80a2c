using System.Runtime.InteropServices;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// From the bands a decoder gives to 8-bit RGB, by Pillow's arithmetic: profiles and gamma are ignored, 16 bits lose
/// their low byte, CMYK is multiplied out, alpha is blended on white.
/// </summary>
internal sealed class BandConverter
{
    private readonly int bands;
    private readonly bool wide;
    private readonly bool clip;
    private readonly Action<ReadOnlySpan<byte>, Span<byte>> toRgb;
    private byte[] narrowed = [];

    /// <param name="bands">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha or CMYK.</param>
    /// <param name="wide">16 bits per value instead of 8.</param>
    /// <param name="cmyk">The four bands are inks.</param>
    /// <param name="scaleGrey16">Whether 16-bit grey without alpha is scaled; else values above 255 become 255.</param>
    /// <param name="ignoreAlpha">Drop the fourth band.</param>
    /// <param name="opacityOnly">Give opacity instead of colours.</param>
    public BandConverter(int bands, bool wide, bool cmyk, bool scaleGrey16, bool ignoreAlpha, bool opacityOnly = false)
    {
        (this.bands, this.wide) = (bands, wide);
        clip = wide && bands == 1 && !scaleGrey16;
        toRgb = (bands, cmyk, ignoreAlpha) switch
        {
            (2, _, _) or (4, false, false) when opacityOnly => ToOpacity,
            _ when opacityOnly => static (_, rgb) => rgb.Fill(byte.MaxValue),
            (1, _, _) => FromGrey,
            (2, _, _) => FromGreyAlpha,
            (3, _, _) => static (source, rgb) => source.CopyTo(rgb),
            (_, true, _) => FromCmyk,
            (_, _, true) => FromRgbWithout,
            _ => FromRgba,
        };
    }

    /// <summary>Bytes of one pixel before conversion.</summary>
    public int PixelBytes => wide ? 2 * bands : bands;

    /// <summary>Converts whole pixels.</summary>
    public void Convert(ReadOnlySpan<byte> pixels, Span<byte> rgb)
    {
        if (wide)
        {
            Narrow(MemoryMarshal.Cast<byte, ushort>(pixels));
            pixels = narrowed.AsSpan(0, pixels.Length / 2);
        }

        toRgb(pixels, rgb);
    }

    private void Narrow(ReadOnlySpan<ushort> values)
    {
        if (narrowed.Length < values.Length)
        {
            narrowed = new byte[values.Length];
        }

        for (var i = 0; i < values.Length; i++)
        {
            narrowed[i] = (byte)(clip ? Math.Min(values[i], (ushort)255) : values[i] >> 8);
        }
    }

    private void ToOpacity(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int from = bands - 1, to = 0; to < rgb.Length; from += bands, to += 3)
        {
            rgb.Slice(to, 3).Fill(source[from]);
        }
    }

    private static void FromGrey(ReadOnlySpan<byte> grey, Span<byte> rgb)
    {
        for (var i = 0; i < grey.Length; i++)
        {
            rgb.Slice(3 * i, 3).Fill(grey[i]);
        }
    }

    private static void FromGreyAlpha(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 2, to += 3)
        {
            rgb.Slice(to, 3).Fill(WhiteBlend.Of(source[from + 1])[source[from]]);
        }
    }

    private static void FromRgba(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            var blend = WhiteBlend.Of(source[from + 3]);
            for (var i = 0; i < 3; i++)
            {
                rgb[to + i] = blend[source[from + i]];
            }
        }
    }

    private static void FromRgbWithout(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            source.Slice(from, 3).CopyTo(rgb[to..]);
        }
    }

    private static void FromCmyk(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            var light = 255 - source[from + 3];
            for (var i = 0; i < 3; i++)
            {
                var ink = (source[from + i] * light) + 128;
                rgb[to + i] = (byte)Math.Clamp(light - (((ink >> 8) + ink) >> 8), 0, 255);
            }
        }
    }
}
