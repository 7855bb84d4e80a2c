using System.Runtime.InteropServices;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>
/// Zeroed native memory, aligned to a cache line, outside the garbage collector's heap. Freed by
/// <see cref="Dispose"/>, or by the finalizer if its owner was forgotten. Thread-safe.
/// </summary>
internal sealed unsafe class HostMemory : DeviceMemory
{
    /// <summary>Alignment of every block: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    private readonly MemoryLedger ledger;
    private nint address;

    /// <param name="byteCount">Bytes wanted; zero is allowed.</param>
    /// <param name="ledger">Counts the bytes until they are freed.</param>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public HostMemory(long byteCount, MemoryLedger ledger)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        this.ledger = ledger;
        ByteCount = byteCount;
        var huge = HugePages.Worthwhile(byteCount);
        var size = (nuint)Math.Max(byteCount, Alignment);
        address = (nint)NativeMemory.AlignedAlloc(size, huge ? HugePages.PageBytes : (nuint)Alignment);
        ledger.Add(byteCount);
        if (huge)
        {
            HugePages.Advise(address, byteCount);
        }

        NativeMemory.Clear((void*)address, size);
    }

    ~HostMemory() => Free();

    /// <summary>Size of the block.</summary>
    public long ByteCount { get; }

    /// <inheritdoc/>
    public override nint Address
    {
        get
        {
            var current = Volatile.Read(ref address);
            ObjectDisposedException.ThrowIf(current == 0, typeof(HostMemory));
            return current;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var current = Interlocked.Exchange(ref address, 0);
        if (current != 0)
        {
            NativeMemory.AlignedFree((void*)current);
            ledger.Remove(ByteCount);
        }
    }
}
