using System.Runtime.InteropServices;
using Chameleon.Engine.Imaging.Vips;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// Untrusted bytes to pixels: JPEG, PNG, WebP, GIF, TIFF and AVIF, told apart by signature; of animations the first
/// frame. Pixels equal Pillow's (AVIF: up to how the two decoders enlarge colour planes). Thread-safe.
/// </summary>
public static class ImageDecoder
{
    private const int StripBytes = 1024 * 1024;

    /// <summary>Decodes a picture file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="options">Limits and treatment; <see cref="ImageDecodeOptions.Upload"/> when null.</param>
    /// <param name="cancellationToken">Takes effect within a few rows.</param>
    /// <returns>8-bit RGB, transparency blended on white; with <see cref="ImageDecodeOptions.OpacityOnly"/>, opacity.</returns>
    /// <exception cref="ImageFormatException">The file is not read; one sentence, fit to be shown, says why.</exception>
    /// <exception cref="DllNotFoundException">The native library is missing; the message says how to get it.</exception>
    public static PixelImage Decode(
        ReadOnlySpan<byte> file, ImageDecodeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= ImageDecodeOptions.Upload;
        if (file.Length > options.MaxBytes)
        {
            throw new ImageFormatException($"The picture file has {file.Length} bytes; at most {options.MaxBytes} are read.");
        }

        var kind = ImageSignature.Sniff(file);
        if (kind == ImageKind.Png && !PngChunks.IsWhole(file))
        {
            throw Damaged(kind);
        }

        var gif = kind == ImageKind.Gif ? ReadGifHeader(file, options) : null;
        using var header = Open(kind, file);
        var (width, height) = (VipsNative.Width(header), VipsNative.Height(header));
        CheckSize(width, height, options);
        if (gif is not null && (gif.Width != width || gif.Height != height))
        {
            throw Damaged(kind);
        }

        var ignoreKey = kind == ImageKind.Png && !options.HonourColourKey && HasPlainColours(file);
        var image = ReadPixels(kind, header, width, height, Converter(kind, header, options, ignoreKey), cancellationToken);
        if (gif is { HasTransparency: false } && !options.OpacityOnly)
        {
            FillAround(image, gif);
        }

        return Turn(image, kind, file, VipsNative.Orientation(header), options);
    }

    private static GifHeader ReadGifHeader(ReadOnlySpan<byte> file, ImageDecodeOptions options)
    {
        var gif = GifHeader.Read(file) ?? throw Damaged(ImageKind.Gif);
        CheckSize(gif.Width, gif.Height, options);
        CheckSize(gif.FrameWidth, gif.FrameHeight, options);
        return gif;
    }

    private static VipsObject Open(ImageKind kind, ReadOnlySpan<byte> file)
    {
        var loader = kind switch
        {
            ImageKind.Jpeg => "jpegload_buffer",
            ImageKind.Png => "pngload_buffer",
            ImageKind.WebP => "webpload_buffer",
            ImageKind.Gif => "gifload_buffer",
            ImageKind.Tiff => "tiffload_buffer",
            _ => "heifload_buffer",
        };
        using var load = VipsOperation.Find(loader)
            ?? throw new ImageFormatException($"{Name(kind)} pictures are not read by the picture library of this machine.");
        load.Set("buffer", file).Set("access", "sequential").Set("fail_on", "warning");
        return load.TryBuild() ? load.Image("out") : throw Damaged(kind);
    }

    private static void CheckSize(int width, int height, ImageDecodeOptions options)
    {
        if (width < 1 || height < 1)
        {
            throw new ImageFormatException($"The picture claims to be {width} × {height} pixels.");
        }

        if ((long)width * height > options.MaxPixels)
        {
            throw new ImageFormatException($"The picture is {width} × {height} pixels; at most {options.MaxPixels} in all are read.");
        }

        if (Math.Max(width, height) > (long)options.MaxAspectRatio * Math.Min(width, height))
        {
            throw new ImageFormatException(
                $"The picture is {width} × {height} pixels; its longer side may be at most {options.MaxAspectRatio} times the shorter one.");
        }
    }

    /// <summary>Colour type 2: a fourth band that libvips gives can only come from a colour key.</summary>
    private static bool HasPlainColours(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks(file);
        return chunks.MoveNext() && chunks.Type.SequenceEqual("IHDR"u8) && chunks.Data is [_, _, _, _, _, _, _, _, _, 2, ..];
    }

    private static BandConverter Converter(ImageKind kind, VipsObject header, ImageDecodeOptions options, bool ignoreAlpha)
    {
        var (bands, format, colours) = (VipsNative.Bands(header), VipsNative.Format(header), VipsNative.Interpretation(header));
        var known = (format, colours, bands) switch
        {
            (VipsCodes.Bytes, VipsCodes.Grey, 1 or 2) => true,
            (VipsCodes.Bytes, VipsCodes.Rgb, 3 or 4) => true,
            (VipsCodes.Bytes, VipsCodes.Cmyk, 4) => true,
            (VipsCodes.Words, VipsCodes.Grey16, 1 or 2) => true,
            (VipsCodes.Words, VipsCodes.Rgb16, 3 or 4) => true,
            _ => false,
        };
        return known
            ? new BandConverter(bands, format == VipsCodes.Words, colours == VipsCodes.Cmyk, options.ScaleGrey16, ignoreAlpha, options.OpacityOnly)
            : throw new ImageFormatException(
                $"The {Name(kind)} picture has {bands} channels of a kind that is not read; grey, RGB and CMYK of 8 or 16 bits are.");
    }

    private static PixelImage ReadPixels(
        ImageKind kind, VipsObject header, int width, int height, BandConverter converter, CancellationToken cancellationToken)
    {
        var rgb = new byte[checked(3 * width * height)];
        var rowBytes = width * converter.PixelBytes;
        var stripRows = Math.Clamp(StripBytes / rowBytes, 1, height);
        var strip = new byte[stripRows * rowBytes];
        using var region = new VipsObject(VipsNative.NewRegion(header));
        for (var top = 0; top < height; top += stripRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = Math.Min(stripRows, height - top);
            var memory = VipsNative.FetchRegion(region, 0, top, width, rows, out var length);
            if (memory == 0)
            {
                VipsNative.ClearErrors();
                throw Damaged(kind);
            }

            Marshal.Copy(memory, strip, 0, Math.Min(checked((int)length), strip.Length));
            VipsNative.Free(memory);
            converter.Convert(strip.AsSpan(0, rows * rowBytes), rgb.AsSpan(3 * top * width, 3 * rows * width));
        }

        return new PixelImage(width, height, rgb);
    }

    private static void FillAround(PixelImage image, GifHeader gif)
    {
        for (var y = 0; y < image.Height; y++)
        {
            var inside = y >= gif.Top && y < gif.Top + gif.FrameHeight;
            for (var x = 0; x < image.Width; x++)
            {
                if (inside && x >= gif.Left && x < gif.Left + gif.FrameWidth)
                {
                    x = gif.Left + gif.FrameWidth - 1;
                    continue;
                }

                gif.Ground.CopyTo(image.Data, 3 * ((y * image.Width) + x));
            }
        }
    }

    private static PixelImage Turn(
        PixelImage image, ImageKind kind, ReadOnlySpan<byte> file, int orientation, ImageDecodeOptions options) => (kind, options.Upright) switch
        {
            // Decoders of AVIF turn by themselves, and its EXIF tag means nothing.
            (ImageKind.Avif, true) => image,
            (ImageKind.Avif, false) => Orientation.Undo(image, AvifBoxes.Orientation(file)),
            (ImageKind.Tiff, _) or (_, true) => Orientation.Apply(image, orientation),
            _ => image,
        };

    private static ImageFormatException Damaged(ImageKind kind) => new($"The {Name(kind)} picture is damaged or cut short.");

    private static string Name(ImageKind kind) => kind switch
    {
        ImageKind.Jpeg => "JPEG",
        ImageKind.Png => "PNG",
        ImageKind.WebP => "WebP",
        ImageKind.Gif => "GIF",
        ImageKind.Tiff => "TIFF",
        _ => "AVIF",
    };
}
