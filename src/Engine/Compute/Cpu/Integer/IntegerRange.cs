namespace Chameleon.Engine.Compute.Cpu.Integer;

/// <summary>
/// How large whole numbers may be: as large as 32 bits allow for the sum of a group's products, which is what makes these
/// sums exact and their order of no matter.
/// </summary>
/// <param name="Codebook">Largest magnitude of what a 4-bit code stands for.</param>
/// <param name="Activations">Largest magnitude of activations beside 4-bit codes.</param>
/// <param name="ActivationsOfBytes">Largest magnitude of activations beside int8 codes, whose own is 128.</param>
/// <param name="CodeBytes">Bytes of an activation.</param>
internal sealed record IntegerRange(short Codebook, short Activations, short ActivationsOfBytes, int CodeBytes)
{
    private static readonly IntegerRange Int8 = new(127, 127, 127, sizeof(sbyte));

    /// <summary>4,095 · 8,190 · 64 and 128 · 32,767 · 64 are below 2³¹.</summary>
    private static readonly IntegerRange Int16 = new(4095, 8190, short.MaxValue, sizeof(short));

    /// <summary>The range of a precision; null where activations stay as they are.</summary>
    public static IntegerRange? Of(ActivationPrecision precision) => precision switch
    {
        ActivationPrecision.Float32 => null,
        ActivationPrecision.Int8 => Int8,
        ActivationPrecision.Int16 => Int16,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "Unknown precision of activations."),
    };
}
