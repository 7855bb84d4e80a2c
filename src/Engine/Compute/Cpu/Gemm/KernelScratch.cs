using System.Runtime.CompilerServices;

namespace Chameleon.Engine.Compute.Cpu.Gemm;

/// <summary>
/// Working memory of one thread, kept between calls so that products allocate nothing. The collector takes it when
/// its thread has ended.
/// </summary>
internal static unsafe class KernelScratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? buffer;

    /// <summary>At least <paramref name="count"/> floats, aligned to a cache line, valid until this thread asks again.</summary>
    public static float* Rent(nint count)
    {
        var bytes = checked((int)(count * sizeof(float)) + Alignment);
        if (buffer is null || buffer.Length < bytes)
        {
            buffer = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        }

        var address = (nint)Unsafe.AsPointer(ref buffer[0]);
        return (float*)((address + Alignment - 1) & -Alignment);
    }
}
