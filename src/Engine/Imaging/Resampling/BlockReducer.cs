namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>
/// Shrinking by whole factors as Pillow does: <c>Image.reduce</c>, and <c>Image.resize</c> with a reducing gap, which
/// reduces as far as the gap allows and resamples the rest.
/// </summary>
internal static class BlockReducer
{
    /// <summary>The average of each block; blocks at the right and lower border may be smaller.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="factorX">Columns of a block.</param>
    /// <param name="factorY">Rows of a block.</param>
    /// <param name="part">The part that is reduced.</param>
    public static PixelImage Reduce(PixelImage image, int factorX, int factorY, PixelWindow part)
    {
        var width = (part.Width + factorX - 1) / factorX;
        var height = (part.Height + factorY - 1) / factorY;
        var data = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            var rows = Math.Min(factorY, part.Height - (y * factorY));
            for (var x = 0; x < width; x++)
            {
                var columns = Math.Min(factorX, part.Width - (x * factorX));
                var corner = new PixelWindow(part.X + (x * factorX), part.Y + (y * factorY), columns, rows);
                Average(image, corner, data.AsSpan(3 * ((y * width) + x), 3));
            }
        }

        return new PixelImage(width, height, data);
    }

    /// <summary><c>Image.resize</c> with <c>reducing_gap</c>: at least 1; the larger, the closer to the plain result.</summary>
    public static PixelImage Resize(
        PixelImage image, int width, int height, ResampleFilter filter, SourceBox box, double reducingGap)
    {
        var factorX = Math.Max(1, (int)((double)(box.Right - box.Left) / width / reducingGap));
        var factorY = Math.Max(1, (int)((double)(box.Bottom - box.Top) / height / reducingGap));
        if (filter == ResampleFilter.Nearest || (factorX == 1 && factorY == 1))
        {
            return Resampler.Resize(image, width, height, filter, box);
        }

        // What the filter reaches beyond the box must still be there after reducing.
        var reach = FilterFunction.Radius(filter) - 0.5;
        var (reachX, reachY) = (reach * (box.Right - box.Left) / width, reach * (box.Bottom - box.Top) / height);
        var left = Math.Max(0, (int)(box.Left - reachX));
        var top = Math.Max(0, (int)(box.Top - reachY));
        var right = Math.Min(image.Width, (int)Math.Ceiling(box.Right + reachX));
        var bottom = Math.Min(image.Height, (int)Math.Ceiling(box.Bottom + reachY));
        var reduced = Reduce(image, factorX, factorY, new PixelWindow(left, top, right - left, bottom - top));
        var inner = new SourceBox(
            (box.Left - left) / factorX, (box.Top - top) / factorY, (box.Right - left) / factorX, (box.Bottom - top) / factorY);
        return Resampler.Resize(reduced, width, height, filter, inner);
    }

    private static void Average(PixelImage image, PixelWindow block, Span<byte> pixel)
    {
        var count = block.Width * block.Height;

        // 2³² / (256 · count) in float32 and then truncated, as Pillow has it.
        var factor = (uint)(4294967296f / (256u * (uint)count));
        for (var channel = 0; channel < 3; channel++)
        {
            var sum = (uint)count / 2;
            for (var y = 0; y < block.Height; y++)
            {
                var row = image.Data.AsSpan(3 * (((block.Y + y) * image.Width) + block.X), 3 * block.Width);
                for (var at = channel; at < row.Length; at += 3)
                {
                    sum += row[at];
                }
            }

            pixel[channel] = (byte)((sum * factor) >> 24);
        }
    }
}
