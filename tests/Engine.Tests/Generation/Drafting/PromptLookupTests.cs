using Chameleon.Engine.Generation.Drafting;

namespace Chameleon.Engine.Tests.Generation.Drafting;

public sealed class PromptLookupTests
{
    [Theory]
    [InlineData("a", "")]
    [InlineData("aa", "")]
    [InlineData("aaa", "a")]
    [InlineData("abcab", "c")]
    [InlineData("abcb", "")]
    [InlineData("abyabyab", "y")]
    [InlineData("abyabzab", "")]
    [InlineData("qxabyabzqxab", "y")]
    [InlineData("abab", "a")]
    public void The_guess_is_what_followed_the_last_tokens_before_unless_places_disagree(string text, string guess)
    {
        var lookup = new PromptLookup();
        lookup.Take(Ids(text));
        Assert.Equal(guess, Guess(lookup, text, 1));
    }

    [Theory]
    [InlineData("abcdefab", "cdefab")]
    [InlineData("name:1 name:2 name:3 na", "me:")]
    [InlineData("xyzxyz", "xyzxyz")]
    [InlineData("aaa", "aaaaaa")]
    public void The_guess_goes_on_as_far_as_places_agree_and_into_itself(string text, string guess)
    {
        var lookup = new PromptLookup();
        lookup.Take(Ids(text));
        Assert.Equal(guess, Guess(lookup, text, 6));
    }

    [Fact]
    public void What_is_found_is_what_plain_comparison_finds()
    {
        var random = new Random(1);
        for (var run = 0; run < 2000; run++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (char)('a' + random.Next(3)))]);
            var lookup = new PromptLookup();
            lookup.Take(Ids(text));
            Assert.Equal(Plain(text), Guess(lookup, text, 1));
        }
    }

    [Fact]
    public void A_guess_that_was_right_counts_and_a_wrong_one_counts_against()
    {
        var lookup = new PromptLookup();
        lookup.Take(Ids("abcdeab"));
        Assert.Equal(0, lookup.HitRate);
        lookup.Take(Ids("abcdeabc"));
        var once = lookup.HitRate;
        Assert.Equal("de", Guess(lookup, "abcdeabc", 2));
        lookup.Take(Ids("abcdeabcd"));
        var twice = lookup.HitRate;
        lookup.Take(Ids("abcdeabcdx"));
        Assert.True(0 < once && once < twice && twice < 1 && lookup.HitRate < twice);
        Assert.Equal("", Guess(lookup, "abcdeabcdx", 1));
    }

    [Fact]
    public void Where_places_disagree_nothing_counts()
    {
        var lookup = new PromptLookup();
        lookup.Take(Ids("abxabyab"));
        lookup.Take(Ids("abxabyabz"));
        Assert.Equal(0, lookup.HitRate);
    }

    [Fact]
    public void Where_nothing_is_guessed_nothing_counts()
    {
        var lookup = new PromptLookup();
        for (var length = 1; length < 26; length++)
        {
            lookup.Take(Ids("abcdefghijklmnopqrstuvwxyz"[..length]));
        }

        Assert.Equal(("", 0f), (Guess(lookup, "abcdefghijklmnopqrstuvwxy", 1), lookup.HitRate));
    }

    [Fact]
    public void Looking_up_in_a_long_context_allocates_nothing()
    {
        var random = new Random(1);
        var ids = Enumerable.Range(0, 4096).Select(_ => random.Next(200)).ToArray();
        var lookup = new PromptLookup();
        lookup.Take(ids.AsSpan(0, 4000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var length = 4001; length <= ids.Length; length++)
        {
            lookup.Take(ids.AsSpan(0, length));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int[] Ids(string text) => [.. text.Select(letter => (int)letter)];

    private static string Guess(PromptLookup lookup, string text, int most)
    {
        var known = text;
        while (text.Length < known.Length + most && lookup.TryGuess(Ids(text), text.Length - known.Length, out var id))
        {
            text += (char)id;
        }

        return text[known.Length..];
    }

    private static string Plain(string text)
    {
        const int Longest = 16;
        int Match(int place) => Enumerable.Range(0, Longest).TakeWhile(back => back < place && text[place - 1 - back] == text[^(1 + back)]).Count();
        var places = Enumerable.Range(1, text.Length - 1).Where(place => Match(place) >= PromptLookup.ShortestMatch).ToArray();
        var best = places.Length == 0 ? [] : places.Where(place => Match(place) == places.Max(Match)).TakeLast(2).Select(place => text[place]).Distinct().ToArray();
        return best.Length == 1 ? best[0].ToString() : "";
    }
}
