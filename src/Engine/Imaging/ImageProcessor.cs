using Chameleon.Engine.Imaging.Resampling;

namespace Chameleon.Engine.Imaging;

/// <summary>
/// Pictures to model input, value for value as transformers 4.57's <c>ChameleonImageProcessor</c>: resample, cut out
/// the middle, rescale, normalise. Thread-safe.
/// </summary>
public sealed class ImageProcessor
{
    /// <summary>Largest result in pixels; without a crop, a long thin picture would grow past any memory.</summary>
    public const long MaxOutputPixels = 64 * 1024 * 1024;

    private readonly ImageProcessorConfig config;
    private readonly float[] values = new float[3 * 256]; // [channel, 8-bit value]

    /// <param name="config">What to do.</param>
    public ImageProcessor(ImageProcessorConfig config)
    {
        this.config = config;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(i % 256, i / 256);
        }
    }

    /// <summary>The steps.</summary>
    public ImageProcessorConfig Config => config;

    /// <summary>The picture as the model sees it, still in bytes: resampled and cropped.</summary>
    /// <exception cref="ImageFormatException">The result would have more than <see cref="MaxOutputPixels"/> pixels.</exception>
    public PixelImage Prepare(PixelImage image)
    {
        var (width, height) = config.Resize?.For(image.Width, image.Height) ?? (image.Width, image.Height);
        var (cropWidth, cropHeight) = config.Crop ?? (width, height);
        if (width > int.MaxValue || height > int.MaxValue || cropWidth * cropHeight > MaxOutputPixels)
        {
            throw new ImageFormatException(
                $"A picture of {image.Width} × {image.Height} pixels would become {width} × {height}; at most {MaxOutputPixels} pixels in all are processed.");
        }

        // Where the result is smaller than the crop it is centred, the odd pixel before it.
        var window = new PixelWindow(
            (int)Math.Max(0, (width - cropWidth) / 2),
            (int)Math.Max(0, (height - cropHeight) / 2),
            (int)Math.Min(width, cropWidth),
            (int)Math.Min(height, cropHeight));
        var result = Resampler.Resize(image, (int)width, (int)height, config.Resample, window: window);
        return Pad(result, (int)cropWidth, (int)cropHeight);
    }

    /// <summary>The model's input [3, height, width]: float32, channels R, G, B.</summary>
    /// <exception cref="ImageFormatException">As for <see cref="Prepare"/>.</exception>
    public float[] Process(PixelImage image)
    {
        var prepared = Prepare(image);
        var plane = prepared.Width * prepared.Height;
        var pixels = prepared.Data.AsSpan();
        var result = new float[checked(3 * plane)];
        for (var channel = 0; channel < 3; channel++)
        {
            var table = values.AsSpan(channel * 256, 256);
            var target = result.AsSpan(channel * plane, plane);
            for (int i = 0, from = channel; i < target.Length; i++, from += 3)
            {
                target[i] = table[pixels[from]];
            }
        }

        return result;
    }

    private static PixelImage Pad(PixelImage image, int width, int height)
    {
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        var data = new byte[checked(3 * width * height)];
        var (left, top) = ((width - image.Width + 1) / 2, (height - image.Height + 1) / 2);
        for (var y = 0; y < image.Height; y++)
        {
            image.Data.AsSpan(3 * y * image.Width, 3 * image.Width).CopyTo(data.AsSpan(3 * (((top + y) * width) + left)));
        }

        return new PixelImage(width, height, data);
    }

    private float ValueOf(int pixel, int channel)
    {
        var value = config.RescaleFactor is { } factor ? (float)(pixel * factor) : pixel;
        return config.Normalize is { } normal
            ? (value - (float)normal.Mean[channel]) / (float)normal.Deviation[channel]
            : value;
    }
}
