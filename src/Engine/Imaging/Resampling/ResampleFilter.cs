namespace Chameleon.Engine.Imaging;

/// <summary>Filters of Pillow's <c>Image.resize</c>; the values are those of <c>resample</c> in a processor's config.</summary>
public enum ResampleFilter
{
    /// <summary>The nearest pixel.</summary>
    Nearest = 0,

    /// <summary>Windowed sinc of radius 3.</summary>
    Lanczos = 1,

    /// <summary>Triangle of radius 1.</summary>
    Bilinear = 2,

    /// <summary>Cubic of radius 2, a = −0.5.</summary>
    Bicubic = 3,

    /// <summary>Average of radius 0.5.</summary>
    Box = 4,

    /// <summary>Windowed sinc of radius 1.</summary>
    Hamming = 5,
}
