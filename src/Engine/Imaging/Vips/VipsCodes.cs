namespace Chameleon.Engine.Imaging.Vips;

/// <summary>Values of libvips' enumerations <c>VipsBandFormat</c> and <c>VipsInterpretation</c> that the engine meets.</summary>
internal static class VipsCodes
{
    /// <summary>Format: 8-bit unsigned.</summary>
    public const int Bytes = 0;

    /// <summary>Format: 16-bit unsigned.</summary>
    public const int Words = 2;

    /// <summary>Interpretation <c>b-w</c>.</summary>
    public const int Grey = 1;

    /// <summary>Interpretation <c>srgb</c>.</summary>
    public const int Rgb = 22;

    /// <summary>Interpretation <c>cmyk</c>.</summary>
    public const int Cmyk = 15;

    /// <summary>Interpretation <c>rgb16</c>.</summary>
    public const int Rgb16 = 25;

    /// <summary>Interpretation <c>grey16</c>.</summary>
    public const int Grey16 = 26;
}
