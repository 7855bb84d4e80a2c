using Chameleon.Cli.Chat;

namespace Chameleon.Cli.Tests.Chat;

public class ChatLineTests
{
    [Theory]
    [InlineData("hello", null, "hello")]
    [InlineData("  /help ", "help", "")]
    [InlineData("/DRAW  a red heart", "draw", "a red heart")]
    [InlineData("/image '/tmp/a b.png'", "image", "'/tmp/a b.png'")]
    [InlineData("/tmp/a.png", null, "/tmp/a.png")]
    [InlineData("/", null, "/")]
    [InlineData("/1", null, "/1")]
    [InlineData("", null, "")]
    public void Commands_are_told_from_words(string line, string? command, string rest) =>
        Assert.Equal(new ChatLine(command, rest), ChatLine.Parse(line));
}
