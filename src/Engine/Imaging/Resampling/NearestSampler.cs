namespace Chameleon.Engine.Imaging.Resampling;

/// <summary>
/// Pillow's nearest pixel: positions are added up step by step in float64, so rounding errors gather as they do there.
/// </summary>
internal static class NearestSampler
{
    public static PixelImage Resize(PixelImage image, int width, int height, SourceBox box, PixelWindow window)
    {
        var columns = Positions(box.Left, box.Right, width, image.Width, window.X, window.Width);
        var rows = Positions(box.Top, box.Bottom, height, image.Height, window.Y, window.Height);
        var data = new byte[checked(3 * window.Width * window.Height)];
        var to = 0;
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                image.Data.AsSpan(3 * ((row * image.Width) + column), 3).CopyTo(data.AsSpan(to));
                to += 3;
            }
        }

        return new PixelImage(window.Width, window.Height, data);
    }

    private static int[] Positions(float from, float to, int outputs, int inputs, int windowStart, int windowLength)
    {
        var step = (double)(to - from) / outputs;
        var positions = new int[windowLength];
        var at = from + (step * 0.5);
        for (var i = 0; i < windowStart + windowLength; i++, at += step)
        {
            if (i >= windowStart)
            {
                positions[i - windowStart] = Math.Clamp((int)at, 0, inputs - 1);
            }
        }

        return positions;
    }
}
