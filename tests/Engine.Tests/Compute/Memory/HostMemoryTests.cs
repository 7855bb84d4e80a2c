using System.Runtime.CompilerServices;
using Chameleon.Engine.Compute.Memory;

namespace Chameleon.Engine.Tests.Compute.Memory;

public sealed class HostMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(4096)]
    [InlineData(5 << 20)]
    public unsafe void Memory_is_zeroed_aligned_and_counted(int bytes)
    {
        var ledger = new MemoryLedger();
        using var memory = new HostMemory(bytes, ledger);
        Assert.Equal(bytes, ledger.Bytes);
        Assert.Equal(0, memory.Address % HostMemory.Alignment);
        Assert.Equal(-1, new ReadOnlySpan<byte>((void*)memory.Address, bytes).IndexOfAnyExcept((byte)0));
        new Span<byte>((void*)memory.Address, bytes).Fill(0xFF);
    }

    [Fact]
    public void Disposing_twice_gives_the_bytes_back_once()
    {
        var ledger = new MemoryLedger();
        using var other = new HostMemory(100, ledger);
        var memory = new HostMemory(28, ledger);
        memory.Dispose();
        memory.Dispose();
        Assert.Equal(100, ledger.Bytes);
    }

    [Fact]
    public void The_address_of_freed_memory_is_refused()
    {
        var memory = new HostMemory(16, new MemoryLedger());
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Address);
    }

    [Fact]
    public void Forgotten_memory_is_given_back_by_the_finalizer()
    {
        var ledger = new MemoryLedger();
        Forget(ledger);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(0, ledger.Bytes);
    }

    [Fact]
    public void Disposing_from_many_threads_frees_once()
    {
        var ledger = new MemoryLedger();
        for (var round = 0; round < 200; round++)
        {
            var memory = new HostMemory(8, ledger);
            Parallel.For(0, 4, _ => memory.Dispose());
        }

        Assert.Equal(0, ledger.Bytes);
    }

    [Fact]
    public void More_memory_than_there_is_is_refused_and_not_counted()
    {
        var ledger = new MemoryLedger();
        Assert.Throws<OutOfMemoryException>(() => new HostMemory(1L << 62, ledger));
        Assert.Equal(0, ledger.Bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(MemoryLedger ledger) => _ = new HostMemory(1 << 20, ledger);
}
