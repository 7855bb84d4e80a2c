using System.Numerics;
using System.Runtime.InteropServices;

namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>
/// <c>Image.resize</c> of Pillow, bit for bit: two passes over bytes, rows first (the order of Pillow before 13.0,
/// with which the published weights were trained). Only a window of the result is computed, so a picture of
/// one column costs no more than a square one.
/// </summary>
internal static class Resampler
{
    private const int Half = 1 << (ResampleKernel.Precision - 1);

    /// <param name="image">The picture.</param>
    /// <param name="width">Columns of the whole result.</param>
    /// <param name="height">Rows of the whole result.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="box">Part of the picture to use; all of it when null.</param>
    /// <param name="window">Part of the result to compute; all of it when null.</param>
    public static PixelImage Resize(
        PixelImage image, int width, int height, ResampleFilter filter, SourceBox? box = null, PixelWindow? window = null)
    {
        var source = box ?? SourceBox.Whole(image);
        var wanted = window ?? new PixelWindow(0, 0, width, height);
        var rescaleColumns = width != image.Width || source.Left != 0 || source.Right != width;
        var rescaleRows = height != image.Height || source.Top != 0 || source.Bottom != height;
        if (filter == ResampleFilter.Nearest && (rescaleColumns || rescaleRows))
        {
            return NearestSampler.Resize(image, width, height, source, wanted);
        }

        var rows = rescaleRows
            ? ResampleKernel.Create(filter, image.Height, source.Top, source.Bottom, height, wanted.Y, wanted.Height)
            : null;
        var (top, bottom) = rows is null ? (wanted.Y, wanted.Y + wanted.Height) : (rows.InputStart, rows.InputEnd);
        var narrow = rescaleColumns
            ? Columns(
                image,
                ResampleKernel.Create(filter, image.Width, source.Left, source.Right, width, wanted.X, wanted.Width),
                top,
                bottom)
            : Crop(image, new PixelWindow(wanted.X, top, wanted.Width, bottom - top));
        return rows is null ? narrow : Rows(narrow, rows, top);
    }

    /// <summary>Whole pixels cut out; the picture itself when that is all of it.</summary>
    public static PixelImage Crop(PixelImage image, PixelWindow window)
    {
        if (window == new PixelWindow(0, 0, image.Width, image.Height))
        {
            return image;
        }

        var data = new byte[checked(3 * window.Width * window.Height)];
        for (var y = 0; y < window.Height; y++)
        {
            image.Data.AsSpan(3 * (((window.Y + y) * image.Width) + window.X), 3 * window.Width).CopyTo(data.AsSpan(3 * y * window.Width));
        }

        return new PixelImage(window.Width, window.Height, data);
    }

    /// <summary>The pass along rows, for input rows [top, bottom): one lane per row.</summary>
    private static PixelImage Columns(PixelImage image, ResampleKernel kernel, int top, int bottom)
    {
        var lanes = Vector<int>.Count;
        var start = 3 * kernel.InputStart;
        var length = (3 * kernel.InputEnd) - start;
        var turned = new Vector<int>[length]; // [column · channel], a row in each lane
        var sums = new Vector<int>[3];
        var data = new byte[checked(3 * kernel.Outputs * (bottom - top))];
        for (var y = top; y < bottom; y += lanes)
        {
            var rows = Math.Min(lanes, bottom - y);
            for (var row = 0; row < rows; row++)
            {
                Turn(image.Data.AsSpan((3 * (y + row) * image.Width) + start, length), turned, row);
            }

            for (var x = 0; x < kernel.Outputs; x++)
            {
                var weights = kernel.Weights(x);
                WeighPixels(turned.AsSpan((3 * kernel.First(x)) - start, 3 * weights.Length), weights, sums);
                var values = MemoryMarshal.Cast<Vector<int>, int>(sums.AsSpan());
                for (var row = 0; row < rows; row++)
                {
                    var pixel = data.AsSpan(3 * (((y - top + row) * kernel.Outputs) + x), 3);
                    (pixel[0], pixel[1], pixel[2]) = ((byte)values[row], (byte)values[lanes + row], (byte)values[(2 * lanes) + row]);
                }
            }
        }

        return new PixelImage(kernel.Outputs, bottom - top, data);
    }

    private static void Turn(ReadOnlySpan<byte> pixels, Vector<int>[] turned, int lane)
    {
        var values = MemoryMarshal.Cast<Vector<int>, int>(turned.AsSpan());
        for (int i = 0, to = lane; i < pixels.Length; i++, to += Vector<int>.Count)
        {
            values[to] = pixels[i];
        }
    }

    private static void WeighPixels(ReadOnlySpan<Vector<int>> pixels, ReadOnlySpan<int> weights, Vector<int>[] sums)
    {
        var (red, green, blue) = (new Vector<int>(Half), new Vector<int>(Half), new Vector<int>(Half));
        for (int tap = 0, at = 0; tap < weights.Length && at + 2 < pixels.Length; tap++, at += 3)
        {
            var weight = new Vector<int>(weights[tap]);
            red += pixels[at] * weight;
            green += pixels[at + 1] * weight;
            blue += pixels[at + 2] * weight;
        }

        (sums[0], sums[1], sums[2]) = (ToBytes(red), ToBytes(green), ToBytes(blue));
    }

    /// <summary>The pass along columns, over a picture whose first row is row <paramref name="top"/> of the source.</summary>
    private static PixelImage Rows(PixelImage image, ResampleKernel kernel, int top)
    {
        var stride = 3 * image.Width;
        var data = new byte[checked(stride * kernel.Outputs)];
        for (var y = 0; y < kernel.Outputs; y++)
        {
            var weights = kernel.Weights(y);
            var source = image.Data.AsSpan((kernel.First(y) - top) * stride, weights.Length * stride);
            WeighRows(source, stride, weights, data.AsSpan(y * stride, stride));
        }

        return new PixelImage(image.Width, kernel.Outputs, data);
    }

    private static void WeighRows(ReadOnlySpan<byte> source, int stride, ReadOnlySpan<int> weights, Span<byte> row)
    {
        var x = 0;
        for (; x + Vector<byte>.Count <= stride; x += Vector<byte>.Count)
        {
            var (a, b, c, d) = (new Vector<int>(Half), new Vector<int>(Half), new Vector<int>(Half), new Vector<int>(Half));
            for (var tap = 0; tap < weights.Length; tap++)
            {
                Vector.Widen(new Vector<byte>(source.Slice((tap * stride) + x, Vector<byte>.Count)), out var low, out var high);
                Vector.Widen(low, out var first, out var second);
                Vector.Widen(high, out var third, out var fourth);
                var weight = new Vector<int>(weights[tap]);
                a += Vector.AsVectorInt32(first) * weight;
                b += Vector.AsVectorInt32(second) * weight;
                c += Vector.AsVectorInt32(third) * weight;
                d += Vector.AsVectorInt32(fourth) * weight;
            }

            var left = Vector.Narrow(Vector.AsVectorUInt32(ToBytes(a)), Vector.AsVectorUInt32(ToBytes(b)));
            var right = Vector.Narrow(Vector.AsVectorUInt32(ToBytes(c)), Vector.AsVectorUInt32(ToBytes(d)));
            Vector.Narrow(left, right).CopyTo(row[x..]);
        }

        for (; x < stride; x++)
        {
            var sum = Half;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += source[(tap * stride) + x] * weights[tap];
            }

            row[x] = (byte)Math.Clamp(sum >> ResampleKernel.Precision, 0, 255);
        }
    }

    private static Vector<int> ToBytes(Vector<int> sums) =>
        Vector.Min(Vector.Max(Vector.ShiftRightArithmetic(sums, ResampleKernel.Precision), Vector<int>.Zero), new Vector<int>(255));
}
