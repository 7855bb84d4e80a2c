namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// How float16 becomes float32 in a register, for want of the processor's own instruction in .NET: the bits with copies of
/// their sign before them are moved so that exponent and mantissa are in place, then multiplied by what the exponents' zeros
/// differ by. Exact, also where a value is subnormal. The largest exponent is always NaN: infinity is not stored.
/// </summary>
internal static class HalfBits
{
    /// <summary>Bits of mantissa that float32 has more.</summary>
    public const int Shift = 13;

    /// <summary>All but the copies of the sign.</summary>
    public const int Mask = unchecked((int)0x8FFFFFFF);

    /// <summary>A float16's exponent at its place in float32.</summary>
    public const int Exponent = 0x1F << 23;

    /// <summary>2¹¹².</summary>
    public const float ZeroToZero = 5.192296858534828e33f;
}
