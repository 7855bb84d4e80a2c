using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Compute.Cpu.Vectors;

/// <summary>Working memory of one device between the jobs of an operation; grows and stays. Not thread-safe.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private readonly MemoryLedger ledger = new();
    private HostMemory memory;

    public Workspace() => memory = new HostMemory(0, ledger);

    /// <summary>At least so many floats, aligned to a cache line, of any content, valid until the next call.</summary>
    public float* Floats(long count)
    {
        var bytes = count * sizeof(float);
        if (memory.ByteCount < bytes)
        {
            memory.Dispose();
            memory = new HostMemory(bytes, ledger);
        }

        return (float*)memory.Address;
    }

    public void Dispose() => memory.Dispose();
}
