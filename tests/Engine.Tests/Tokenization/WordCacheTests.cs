using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class WordCacheTests
{
    [Fact]
    public void A_word_is_remembered_with_its_ids()
    {
        var cache = new WordCache();
        Assert.False(cache.TryGet("word", out _));
        cache.Add("word", [1, 2]);
        Assert.True(cache.TryGet("word", out var ids));
        Assert.Equal([1, 2], ids.ToArray());
        Assert.False(cache.TryGet("Word", out _));
    }

    [Fact]
    public void Newcomers_take_the_place_of_others_and_never_mix_with_them()
    {
        const int Words = 100_000;
        var cache = new WordCache();
        for (var i = 0; i < Words; i++)
        {
            cache.Add($"w{i}", [i]);
        }

        var remembered = 0;
        for (var i = 0; i < Words; i++)
        {
            if (cache.TryGet($"w{i}", out var ids))
            {
                remembered++;
                Assert.Equal([i], ids.ToArray());
            }
        }

        Assert.InRange(remembered, 1_000, 16_384);
    }

    [Fact]
    public void A_long_word_is_not_kept()
    {
        var cache = new WordCache();
        var word = new string('x', 10_000);
        cache.Add(word, [1]);
        Assert.False(cache.TryGet(word, out _));
    }
}
