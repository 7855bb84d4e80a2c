using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Generation.Cache;

/// <summary>
/// All blocks of keys and values: allocated as they are needed up to a limit, recycled, and counted by holder.
/// One thread at a time; the counts may be read from any.
/// </summary>
/// <param name="allocate">Makes a block's tensor.</param>
/// <param name="limit">Most blocks there may be.</param>
internal sealed class KvBlockPool(Func<Tensor> allocate, int limit) : IDisposable
{
    private readonly List<KvBlock> all = [];
    private readonly Stack<KvBlock> free = [];

    /// <summary>Most blocks there may be.</summary>
    public int Limit => limit;

    /// <summary>Blocks that somebody holds.</summary>
    public int InUse => Allocated - Free;

    /// <summary>Blocks that have memory.</summary>
    public int Allocated => all.Count;

    /// <summary>Blocks that have memory and nobody holds.</summary>
    public int Free => free.Count;

    /// <summary>Blocks that can be rented now.</summary>
    public int Available => limit - InUse;

    /// <summary>A block with one holder, its contents undefined; null at the limit.</summary>
    public KvBlock? TryRent()
    {
        if (!free.TryPop(out var block))
        {
            if (all.Count == limit)
            {
                return null;
            }

            block = new KvBlock(allocate());
            all.Add(block);
            free.EnsureCapacity(all.Capacity);
        }

        block.Holders = 1;
        return block;
    }

    /// <summary>Adds a holder.</summary>
    public static void Retain(KvBlock block)
    {
        ObjectDisposedException.ThrowIf(block.Holders == 0, block);
        block.Holders++;
    }

    /// <summary>Takes a holder away; the last one's leaving frees the block.</summary>
    public void Release(KvBlock block)
    {
        ObjectDisposedException.ThrowIf(block.Holders == 0, block);
        if (--block.Holders == 0)
        {
            free.Push(block);
        }
    }

    /// <summary>Gives all memory back, held or not.</summary>
    public void Dispose()
    {
        foreach (var block in all)
        {
            block.Memory.Dispose();
        }

        all.Clear();
        free.Clear();
    }
}
