namespace Chameleon.Engine.Compute.Memory;

/// <summary>Counts the bytes that a device has handed out. Thread-safe, finalizers included.</summary>
internal sealed class MemoryLedger
{
    private long bytes;

    /// <summary>Bytes alive now.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    public void Add(long count) => Interlocked.Add(ref bytes, count);

    public void Remove(long count) => Interlocked.Add(ref bytes, -count);
}
