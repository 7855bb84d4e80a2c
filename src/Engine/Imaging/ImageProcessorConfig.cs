namespace Chameleon.Engine.Imaging;

/// <summary>
/// What a model wants done to a picture, as its <c>preprocessor_config.json</c> says. A step that is null is left out.
/// The defaults are those of transformers' <c>ChameleonImageProcessor</c>.
/// </summary>
public sealed record ImageProcessorConfig
{
    /// <summary>Size to resample to.</summary>
    public ResizeTarget? Resize { get; init; } = new(512);

    /// <summary>Filter of the resampling.</summary>
    public ResampleFilter Resample { get; init; } = ResampleFilter.Lanczos;

    /// <summary>Size cut out of the middle; a smaller picture gets a black border.</summary>
    public (int Width, int Height)? Crop { get; init; } = (512, 512);

    /// <summary>Factor on the 8-bit values, multiplied in float64.</summary>
    public double? RescaleFactor { get; init; } = 0.0078;

    /// <summary>Mean and deviation that are taken out at the end.</summary>
    public Normalization? Normalize { get; init; } = new([1, 1, 1], [1, 1, 1]);

    /// <summary>Reads a <c>preprocessor_config.json</c>. Every option is honoured or refused by name.</summary>
    /// <param name="utf8Json">The file's bytes.</param>
    /// <exception cref="InvalidDataException">No valid JSON, or an option or value that is not supported.</exception>
    public static ImageProcessorConfig FromJson(ReadOnlyMemory<byte> utf8Json) => new ImageProcessorConfigReader().Read(utf8Json);

    /// <summary>Reads the file of that name.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="FromJson"/>.</exception>
    public static ImageProcessorConfig Load(string path) => FromJson(File.ReadAllBytes(path));
}
