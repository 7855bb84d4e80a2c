namespace Chameleon.Connector.Tests;

public sealed class LruCacheTests
{
    [Fact]
    public void What_was_used_least_recently_goes_first()
    {
        var cache = new LruCache<int, string>(3, _ => 1);
        cache.Set(1, "one");
        cache.Set(2, "two");
        cache.Set(3, "three");
        Assert.True(cache.TryGet(1, out _));
        cache.Set(4, "four");
        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(1, out var one));
        Assert.Equal(("one", 3), (one, cache.Cost));
    }

    [Fact]
    public void What_comes_later_takes_the_place_of_what_was_known()
    {
        var cache = new LruCache<int, string>(3, _ => 1);
        cache.Set(1, "first");
        cache.Set(1, "second");
        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal(("second", 1), (value, cache.Cost));
    }

    [Fact]
    public void The_total_cost_is_bounded_whatever_comes()
    {
        var cache = new LruCache<int, int>(100, cost => cost);
        var model = new List<(int Key, int Cost)>();
        var random = new Random(3);
        for (var step = 0; step < 5000; step++)
        {
            var (key, cost) = (random.Next(60), random.Next(1, 130));
            if (random.Next(2) == 0)
            {
                cache.Set(key, cost);
                model.RemoveAll(entry => entry.Key == key);
                if (cost <= 100)
                {
                    model.Add((key, cost));
                    while (model.Sum(entry => entry.Cost) > 100)
                    {
                        model.RemoveAt(0);
                    }
                }
            }
            else
            {
                var at = model.FindIndex(entry => entry.Key == key);
                Assert.Equal(at >= 0, cache.TryGet(key, out var found));
                if (at >= 0)
                {
                    Assert.Equal(model[at].Cost, found);
                    model.Add(model[at]);
                    model.RemoveAt(at);
                }
            }

            Assert.Equal(model.Sum(entry => entry.Cost), cache.Cost);
        }
    }

    [Fact]
    public async Task Many_may_use_it_at_once()
    {
        var cache = new LruCache<int, int>(50, _ => 1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 5000; i++)
            {
                var key = random.Next(200);
                cache.Set(key, key);
                Assert.True(!cache.TryGet(key, out var value) || value == key);
            }
        })));
        Assert.InRange(cache.Cost, 1, 50);
    }
}
