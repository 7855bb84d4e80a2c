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
}
