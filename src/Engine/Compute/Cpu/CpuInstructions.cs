namespace Chameleon.Engine.Compute.Cpu;

/// <summary>Instruction sets that the CPU device has kernels for; all give the same bits.</summary>
public enum CpuInstructions
{
    /// <summary>128-bit vectors: SSE, NEON, WebAssembly, or plain arithmetic where there is none.</summary>
    Portable,

    /// <summary>256-bit vectors with fused multiply-add.</summary>
    Avx2,

    /// <summary>512-bit vectors.</summary>
    Avx512,
}

/// <summary>Facts about <see cref="CpuInstructions"/>.</summary>
internal static class CpuInstructionsExtensions
{
    /// <summary>Width of a vector.</summary>
    public static int VectorBits(this CpuInstructions instructions) => instructions switch
    {
        CpuInstructions.Portable => 128,
        CpuInstructions.Avx2 => 256,
        CpuInstructions.Avx512 => 512,
        _ => throw new ArgumentOutOfRangeException(nameof(instructions), instructions, "Unknown instruction set."),
    };

    /// <summary>The set as people call it.</summary>
    public static string DisplayName(this CpuInstructions instructions) => instructions switch
    {
        CpuInstructions.Avx2 => "AVX2",
        CpuInstructions.Avx512 => "AVX-512",
        _ => "128-bit vectors",
    };
}
