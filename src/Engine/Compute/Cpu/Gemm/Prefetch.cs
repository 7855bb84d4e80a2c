using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Asks for memory before it is needed: the processor's own prefetcher stops at every page, starts late and cannot
/// foresee the next block of a cache. Harmless for any address; nothing where the instruction is missing.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>float32 values in a line.</summary>
    public const int LineFloats = 16;

    /// <summary>How far ahead, in bytes.</summary>
    private const int Distance = 1024;

    /// <summary>
    /// Begins to load the line some way behind an address: for tiles that wait for memory. Those of six rows wait for
    /// arithmetic; there it would only take time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<TElement>(TElement* source)
        where TElement : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)source + Distance);
        }
    }

    /// <summary>Begins to load the line of an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
