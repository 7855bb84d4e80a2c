using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Generation.Cache;

/// <summary>Blocks: limit, recycling, holders, memory.</summary>
public sealed class KvBlockPoolTests : IDisposable
{
    private readonly ReferenceDevice device = new();
    private readonly KvBlockPool pool;

    public KvBlockPoolTests() => pool = new KvBlockPool(() => device.Allocate(DType.F32, 4), limit: 2);

    public void Dispose()
    {
        pool.Dispose();
        device.Dispose();
    }

    [Fact]
    public void Blocks_are_allocated_as_needed_up_to_the_limit_and_recycled()
    {
        var one = pool.TryRent()!;
        Assert.Equal((1, 1, 0, 1), (pool.Allocated, pool.InUse, pool.Free, pool.Available));
        var two = pool.TryRent()!;
        Assert.Null(pool.TryRent());
        pool.Release(one);
        Assert.Equal((2, 1, 1, 1), (pool.Allocated, pool.InUse, pool.Free, pool.Available));
        Assert.Same(one, pool.TryRent());
        Assert.NotSame(one, two);
    }

    [Fact]
    public void The_last_holder_frees_and_nobody_can_release_twice()
    {
        var block = pool.TryRent()!;
        KvBlockPool.Retain(block);
        pool.Release(block);
        Assert.Equal(1, pool.InUse);
        pool.Release(block);
        Assert.Equal(0, pool.InUse);
        Assert.Throws<ObjectDisposedException>(() => pool.Release(block));
        Assert.Throws<ObjectDisposedException>(() => KvBlockPool.Retain(block));
    }

    [Fact]
    public void Disposing_gives_all_memory_back()
    {
        var before = device.AllocatedBytes;
        pool.TryRent();
        Assert.True(device.AllocatedBytes > before);
        pool.Dispose();
        Assert.Equal(before, device.AllocatedBytes);
    }
}
