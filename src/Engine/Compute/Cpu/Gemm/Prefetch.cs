using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Asks for memory before it is needed: the processor's own prefetcher stops at every page, starts late and cannot
/// foresee the next block of a cache. Harmless for any address; nothing where the instruction is missing.
/// </summary>
internal static unsafe class Prefetch
{
    private const int LineBytes = 64;

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

    /// <summary>Begins to load the lines of so many bytes, which the JIT knows: one at least, eight at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines(byte* address, int count)
    {
        Line(address, 0, count);
        Line(address, 1, count);
        Line(address, 2, count);
        Line(address, 3, count);
        Line(address, 4, count);
        Line(address, 5, count);
        Line(address, 6, count);
        Line(address, 7, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(byte* address, int line, int count)
    {
        if (Sse.IsSupported && (line == 0 || line * LineBytes < count))
        {
            Sse.Prefetch0(address + (line * LineBytes));
        }
    }
}
