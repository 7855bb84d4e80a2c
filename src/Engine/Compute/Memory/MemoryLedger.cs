namespace Chameleon.Engine.Compute.Memory;

/// <summary>Counts the bytes that a device has handed out. Thread-safe, finalizers included.</summary>
internal sealed class MemoryLedger
{
    private long bytes;
    private long mapped;

    /// <summary>Bytes alive now.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>How many of these lie in mapped files.</summary>
    public long MappedBytes => Interlocked.Read(ref mapped);

    public void Add(long count) => Interlocked.Add(ref bytes, count);

    public void Remove(long count) => Interlocked.Add(ref bytes, -count);

    public void AddMapped(long count)
    {
        Add(count);
        Interlocked.Add(ref mapped, count);
    }

    public void RemoveMapped(long count)
    {
        Remove(count);
        Interlocked.Add(ref mapped, -count);
    }
}
