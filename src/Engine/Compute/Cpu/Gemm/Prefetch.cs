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

    /// <summary>
    /// Begins to load some lines of four pieces of memory, in turns: the processor's own prefetcher follows four streams
    /// sooner than one and keeps more lines under way.
    /// </summary>
    /// <param name="streams">Where the pieces begin.</param>
    /// <param name="at">Bytes of all four together that have been asked for.</param>
    /// <param name="count">How many more, up to 512; the JIT knows it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Streams(long* streams, nint at, int count)
    {
        Line(streams, at, 0, count);
        Line(streams, at, 1, count);
        Line(streams, at, 2, count);
        Line(streams, at, 3, count);
        Line(streams, at, 4, count);
        Line(streams, at, 5, count);
        Line(streams, at, 6, count);
        Line(streams, at, 7, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(long* streams, nint at, int line, int count)
    {
        if (Sse.IsSupported && (line == 0 || line * LineBytes < count))
        {
            var number = (at >> 6) + line;
            Sse.Prefetch0((byte*)streams[number & 3] + ((number >> 2) << 6));
        }
    }
}
