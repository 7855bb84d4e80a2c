using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Tests.Terminal;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ttext\n", "plain\ttext\n")]
    [InlineData("\e]0;owned\a", "␛]0;owned␇")]
    [InlineData("\e[2J\r\b\0\x7f", "␛[2J␍␈␀␡")]
    [InlineData("a\u009b31mb", "a\ufffd31mb")]
    [InlineData("äöü 漢字 😀", "äöü 漢字 😀")]
    [InlineData("", "")]
    public void Control_characters_become_symbols(string text, string shown) => Assert.Equal(shown, TerminalText.Escape(text));

    [Fact]
    public void Harmless_text_is_not_copied()
    {
        const string Text = "nothing to do";
        Assert.Same(Text, TerminalText.Escape(Text));
    }
}
