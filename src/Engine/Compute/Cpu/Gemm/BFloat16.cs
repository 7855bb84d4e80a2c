namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>An element of a bfloat16 matrix: the upper half of a float32.</summary>
/// <param name="Bits">Sign, exponent and seven bits of mantissa.</param>
internal readonly record struct BFloat16(ushort Bits);
