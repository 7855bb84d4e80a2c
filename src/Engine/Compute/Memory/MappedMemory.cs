using System.Runtime.InteropServices;

namespace Chameleon.Engine.Compute.Memory;

/// <summary>
/// A stretch of a file that is mapped read-only. The file stays mapped as long as one of them lives. Freed by
/// <see cref="Dispose"/>, or by the finalizer if its owner was forgotten. Thread-safe.
/// </summary>
internal sealed class MappedMemory : DeviceMemory
{
    private readonly SafeBuffer mapping;
    private readonly MemoryLedger ledger;
    private readonly long byteCount;
    private nint address;

    /// <param name="mapping">The mapped file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="byteCount">Number of bytes; they are there.</param>
    /// <param name="ledger">Counts them until they are freed.</param>
    public MappedMemory(SafeBuffer mapping, long offset, long byteCount, MemoryLedger ledger)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(offset + byteCount), mapping.ByteLength, nameof(byteCount));
        (this.mapping, this.ledger, this.byteCount) = (mapping, ledger, byteCount);
        var held = false;
        mapping.DangerousAddRef(ref held);
        address = mapping.DangerousGetHandle() + (nint)offset;
        ledger.AddMapped(byteCount);
    }

    ~MappedMemory() => Free();

    /// <inheritdoc/>
    public override nint Address
    {
        get
        {
            var current = Volatile.Read(ref address);
            ObjectDisposedException.ThrowIf(current == 0, typeof(MappedMemory));
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
        if (Interlocked.Exchange(ref address, 0) != 0)
        {
            mapping.DangerousRelease();
            ledger.RemoveMapped(byteCount);
        }
    }
}
