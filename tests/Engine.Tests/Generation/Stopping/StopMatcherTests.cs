using Chameleon.Engine.Generation.Stopping;

namespace Chameleon.Engine.Tests.Generation.Stopping;

/// <summary>Case 41: stop strings over token borders, against a naive search.</summary>
public sealed class StopMatcherTests
{
    [Fact]
    public void Case41_equals_the_naive_search_however_the_text_is_cut()
    {
        var random = new Random(41);
        for (var round = 0; round < 20_000; round++)
        {
            string[] stops = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomText(random, random.Next(1, 6)))];
            var text = RandomText(random, random.Next(0, 30));
            var matcher = new StopMatcher(new StopAutomaton(stops));
            var output = string.Empty;
            for (var start = 0; start < text.Length && !matcher.Stopped;)
            {
                var length = random.Next(0, Math.Min(5, text.Length - start) + 1);
                var piece = matcher.Push(text.Substring(start, length));
                start += length;
                output += piece;
                AssertHeldNoLongerThanNeeded(matcher, stops, text[..start], output);
            }

            output += matcher.Stopped ? string.Empty : matcher.Flush();
            Assert.Equal(Naive(text, stops), (output, matcher.Stopped));
        }
    }

    [Theory]
    [InlineData("abc|b", "xabcy", "xa")]
    [InlineData("abcd|bc", "xabcd", "xa")]
    [InlineData("bc|abc", "xabc", "x")]
    [InlineData("aab", "aaab", "a")]
    [InlineData("\n\n", "one\ntwo\n\nthree", "one\ntwo")]
    public void Case41_the_first_to_end_counts_and_of_these_the_longest(string stops, string text, string expected)
    {
        var matcher = new StopMatcher(new StopAutomaton(stops.Split('|')));
        Assert.Equal(expected, string.Concat(text.TakeWhile(_ => !matcher.Stopped).Select(c => matcher.Push(c.ToString()))));
        Assert.True(matcher.Stopped);
    }

    [Fact]
    public void Without_stop_strings_text_goes_through_untouched()
    {
        var text = new string('x', 10);
        var matcher = new StopMatcher(new StopAutomaton([]));
        Assert.Same(text, matcher.Push(text));
        Assert.Empty(matcher.Flush());
    }

    [Fact]
    public void After_a_flush_what_came_before_cannot_become_part_of_a_stop()
    {
        var matcher = new StopMatcher(new StopAutomaton(["ab"]));
        Assert.Empty(matcher.Push("a"));
        Assert.Equal("a", matcher.Flush());
        Assert.Equal("b", matcher.Push("b"));
        Assert.False(matcher.Stopped);
    }

    private static void AssertHeldNoLongerThanNeeded(StopMatcher matcher, string[] stops, string text, string output)
    {
        if (!matcher.Stopped)
        {
            var longest = Enumerable.Range(0, text.Length + 1).First(start => stops.Any(stop => stop.StartsWith(text[start..], StringComparison.Ordinal)));
            Assert.Equal(text[..longest], output);
        }
    }

    private static (string Text, bool Stopped) Naive(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var ending = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).MaxBy(stop => stop.Length);
            if (ending is not null)
            {
                return (text[..(end - ending.Length)], true);
            }
        }

        return (text, false);
    }

    private static string RandomText(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3))));
}
