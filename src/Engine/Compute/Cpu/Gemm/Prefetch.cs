using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>Asks for weights before they are needed: the processor's own prefetcher stops at every page and starts late.</summary>
internal static unsafe class Prefetch
{
    /// <summary>How far ahead, in bytes.</summary>
    private const int Distance = 1024;

    /// <summary>Begins to load the line some way behind an address; nothing where the instruction is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<TElement>(TElement* source)
        where TElement : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)source + Distance);
        }
    }
}
