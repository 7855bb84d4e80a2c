using Chameleon.Engine.Compute.Reference;
using Chameleon.Engine.Generation.Cache;
using Chameleon.Engine.Tensors;

namespace Chameleon.Engine.Tests.Generation.Cache;

/// <summary>The tree of cached prefixes: longest match, scopes, order of eviction.</summary>
public sealed class PrefixCacheTests : IDisposable
{
    private readonly ReferenceDevice device = new();
    private readonly KvBlockPool pool;
    private readonly PrefixCache cache;

    public PrefixCacheTests()
    {
        pool = new KvBlockPool(() => device.Allocate(DType.F32, 1), limit: 100);
        cache = new PrefixCache(pool, blockTokens: 2);
    }

    public void Dispose()
    {
        pool.Dispose();
        device.Dispose();
    }

    [Fact]
    public void The_longest_prefix_in_whole_blocks_is_found_and_one_token_stays()
    {
        var scope = cache.Open("a");
        Keep(scope, 1, 2, 3, 4, 5);
        Assert.Equal(2, Take(scope, 1, 2, 3, 4, 9));
        Assert.Equal(1, Take(scope, 1, 2, 3, 4));
        Assert.Equal(1, Take(scope, 1, 2, 9, 4, 5));
        Assert.Equal(0, Take(scope, 9, 2, 3, 4, 5));
        Assert.Equal(0, Take(scope, 3, 4, 5, 6));
    }

    [Fact]
    public void Equal_prefixes_are_kept_once()
    {
        var scope = cache.Open("a");
        Keep(scope, 1, 2, 3, 4);
        Keep(scope, 1, 2, 3, 4, 5, 6);
        Assert.Equal((3, 3), (cache.BlockCount, pool.InUse));
    }

    [Fact]
    public void Prefixes_of_another_length_than_fits_are_passed_over()
    {
        var scope = cache.Open("a");
        Keep(scope, 1, 2, 3, 4);
        var blocks = new List<KvBlock>();
        cache.Take(scope, [1, 2, 3, 4, 5], length => length != 4, blocks);
        Assert.Empty(blocks);
    }

    [Fact]
    public void A_forgotten_scope_is_freed_and_its_name_begins_anew()
    {
        var scope = cache.Open("a");
        Keep(scope, 1, 2, 3, 4);
        cache.Close(scope);
        var other = cache.Open("b");
        Keep(other, 1, 2);
        cache.Forget("a");
        cache.Forget("never opened");
        Assert.Equal((1, 1), (cache.BlockCount, pool.InUse));
        Assert.Equal(0, Take(cache.Open("a"), 1, 2, 3));
        Assert.Equal(1, Take(other, 1, 2, 3));
    }

    [Fact]
    public void A_scope_that_is_forgotten_while_open_is_freed_by_the_last_who_closes_it()
    {
        var (one, two) = (cache.Open("a"), cache.Open("a"));
        Keep(one, 1, 2);
        cache.Forget("a");
        Assert.Equal(1, Take(two, 1, 2, 3));
        var anew = cache.Open("a");
        Keep(anew, 5, 6);
        cache.Close(one);
        Assert.Equal(2, cache.BlockCount);
        cache.Close(two);
        Assert.Equal(1, cache.BlockCount);
        cache.Close(anew);
        Assert.Equal(1, Take(cache.Open("a"), 5, 6, 7));
    }

    [Fact]
    public void The_least_recently_used_goes_first_and_ends_go_before_beginnings()
    {
        var scope = cache.Open("a");
        Keep(scope, 1, 1, 2, 2);
        Keep(scope, 1, 1, 3, 3);
        Keep(scope, 5, 5);
        Take(scope, 1, 1, 2, 2, 0);
        Assert.True(cache.TryEvict());
        Assert.Equal(1, Take(scope, 1, 1, 3, 3, 0));
        Assert.True(cache.TryEvict());
        Assert.Equal(0, Take(scope, 5, 5, 0));
        Assert.True(cache.TryEvict());
        Assert.Equal(1, Take(scope, 1, 1, 2, 2, 0));
        Assert.True(cache.TryEvict());
        Assert.False(cache.TryEvict());
        Assert.Equal(0, pool.InUse);
    }

    [Fact]
    public void What_a_running_sequence_holds_is_not_evicted()
    {
        var scope = cache.Open("a");
        Keep(scope, 1, 2);
        var blocks = new List<KvBlock>();
        cache.Take(scope, [1, 2, 3], _ => true, blocks);
        Assert.False(cache.TryEvict());
        Assert.Equal(0, cache.IdleBlockCount);
        pool.Release(blocks[0]);
        Assert.True(cache.TryEvict());
    }

    [Fact]
    public void Named_scopes_outlive_their_requests_and_others_do_not()
    {
        var named = cache.Open("a");
        Keep(named, 1, 2);
        cache.Close(named);
        Assert.Equal(1, Take(cache.Open("a"), 1, 2, 3));
        Assert.Equal(0, Take(cache.Open("b"), 1, 2, 3));
        var own = cache.Open(null);
        Keep(own, 1, 2);
        Assert.Equal(2, cache.BlockCount);
        cache.Close(own);
        Assert.Equal((1, 1), (cache.BlockCount, pool.InUse));
    }

    [Fact]
    public void A_scope_that_is_open_stays_the_same_when_it_runs_empty()
    {
        var one = cache.Open("a");
        Keep(one, 1, 2);
        cache.TryEvict();
        Assert.Same(one, cache.Open("a"));
        cache.Close(one);
        cache.Close(one);
        Assert.NotSame(one, cache.Open("a"));
    }

    private void Keep(PrefixScope scope, params int[] tokens)
    {
        List<KvBlock> blocks = [.. Enumerable.Range(0, (tokens.Length + 1) / 2).Select(_ => pool.TryRent()!)];
        cache.Keep(scope, tokens, blocks);
        blocks.ForEach(pool.Release);
    }

    private int Take(PrefixScope scope, params int[] tokens)
    {
        var blocks = new List<KvBlock>();
        cache.Take(scope, tokens, _ => true, blocks);
        blocks.ForEach(pool.Release);
        return blocks.Count;
    }
}
