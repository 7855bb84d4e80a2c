using Chameleon.Engine.Tokenization;

namespace Chameleon.Engine.Tests.Tokenization;

public class AddedTokenMatcherTests
{
    private static readonly AddedTokenMatcher Matcher = new(
        new[] { "<s>", "<ab>", "<ab><", "b", "IMGZ" }.Select((content, id) => new AddedToken(id, content, true, false)));

    [Theory]
    [InlineData("<s>", 0, 3, 0)]
    [InlineData("x<s>", 1, 3, 0)]
    [InlineData("<<s>", 1, 3, 0)]
    [InlineData("<ab>", 0, 4, 1)]
    [InlineData("<ab><s>", 0, 5, 2)]
    [InlineData("<a b>", 3, 1, 3)]
    [InlineData("aIMGZb", 1, 4, 4)]
    public void The_leftmost_and_then_the_longest_is_found(string text, int start, int length, int id)
    {
        Assert.True(Matcher.Find(text, out var foundStart, out var foundLength, out var foundId));
        Assert.Equal((start, length, id), (foundStart, foundLength, foundId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<s")]
    [InlineData("<S>")]
    [InlineData("IMG Z")]
    public void What_is_no_token_is_not_found(string text) => Assert.False(Matcher.Find(text, out _, out _, out _));
}
