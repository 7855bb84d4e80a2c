namespace Chameleon.Engine.Compute.Cpu;

/// <summary>In what precision activations meet quantised weights.</summary>
public enum ActivationPrecision
{
    /// <summary>float32: inside the rounding of any reference.</summary>
    Float32,

    /// <summary>
    /// int8 with a scale for each 64 neighbours, products in whole numbers: faster, and an error that a bfloat16 reference
    /// does not have. Concerns weights in 4-bit blocks and in int8; the others stay with float32.
    /// </summary>
    Int8,

    /// <summary>
    /// int16 in the same way, 4-bit weights in 13 bits: an error far inside that of a bfloat16 reference, and nearly the speed
    /// of int8.
    /// </summary>
    Int16,
}

/// <summary>Facts about <see cref="ActivationPrecision"/>.</summary>
internal static class ActivationPrecisionExtensions
{
    /// <summary>What a device's name tells of it, behind a comma; nothing of float32.</summary>
    public static string DisplayName(this ActivationPrecision precision) => precision switch
    {
        ActivationPrecision.Int8 => ", int8 activations",
        ActivationPrecision.Int16 => ", int16 activations",
        _ => "",
    };
}
